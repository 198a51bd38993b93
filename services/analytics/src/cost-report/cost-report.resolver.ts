import { Arg, Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import {
  checkPageSize,
  ConnectionArgs,
  decodeCursor,
  encodeCursor,
  Money,
  toConnection,
  type RequestContext,
} from '@plimsoll/shared';
import { CostClass, RULES_VERSION } from '../cost/index.js';
import { ratioOf } from '../executive/index.js';
import type { Reporting } from '../exchange-rate/index.js';
import { Customer } from '../reference/index.js';
import { ALLOCATION_RULES } from './allocation.rules.js';
import { CostDimension, linesOf, TicketCostDimension, ticketCostsOf } from './cost-line.rules.js';
import { checkDates, CostBook } from './cost-report.loader.js';
import {
  ChangeCost,
  CostLine,
  CostPeriodArgs,
  CostReport,
  CustomerMargin,
  CustomerMarginConnection,
  DowntimeCost,
  MarginLine,
  TicketCostLine,
} from './cost-report.types.js';
import { MarginDimension, marginLinesOf, type CustomerMargin as Margin } from './margin.rules.js';

const ORDER = 'COST DESC';
/** Stands for the costs of nobody, which come last. */
const NOBODY = '~';

/** What the company spent, on what and on whom. */
@Resolver(() => CostReport)
export class CostReportResolver {
  constructor(private readonly reporting: Reporting) {}

  @Query(() => CostReport, {
    nullable: true,
    description: 'What the company spent in a period. Null for whoever is neither staff nor analyst.',
  })
  costReport(
    @Args(() => CostPeriodArgs) period: CostPeriodArgs,
    @Ctx() context: RequestContext,
  ): CostReport | null {
    if (!mayRead(context)) return null;
    return { ...checkDates(period), rulesVersion: RULES_VERSION, rules: ALLOCATION_RULES };
  }

  @FieldResolver(() => Money, { description: 'All costs of the period that have an exchange rate.' })
  async total(@Root() report: CostReport, @Ctx() context: RequestContext): Promise<Money> {
    const book = this.#book(context);
    const { pools } = await book.costs(report);
    return book.money(pools.reduce((sum, { amount }) => sum + amount, 0n));
  }

  @FieldResolver(() => [String], {
    description: 'Currencies of costs that are left out because they have no exchange rate.',
  })
  async missingRates(@Root() report: CostReport, @Ctx() context: RequestContext): Promise<string[]> {
    return [...(await this.#book(context).costs(report)).missingRates];
  }

  @FieldResolver(() => [CostLine], {
    description: 'Costs by what they name themselves; nothing is shared out. The lines add up to the total.',
  })
  async lines(
    @Root() report: CostReport,
    @Arg('by', () => CostDimension, { description: 'By what.' }) by: CostDimension,
    @Ctx() context: RequestContext,
  ): Promise<CostLine[]> {
    const book = this.#book(context);
    const { pools } = await book.costs(report);
    return linesOf(pools, by).map(({ amount, ...line }) => ({ ...line, cost: book.money(amount) }));
  }

  @FieldResolver(() => [TicketCostLine], {
    description:
      'Costs of class DESK by queue or tier of the tickets resolved in the period (UTC): a cost of a queue goes by the tickets resolved in it (by queue: all to the queue), any other, and one of a queue in which none was, by all tickets resolved. The lines add up to the costs of class DESK.',
  })
  async ticketCosts(
    @Root() report: CostReport,
    @Arg('by', () => TicketCostDimension, { description: 'By what.' }) by: TicketCostDimension,
    @Ctx() context: RequestContext,
  ): Promise<TicketCostLine[]> {
    const book = this.#book(context);
    const { pools } = await book.costs(report);
    return ticketCostsOf(pools, await book.tickets(report), by).map(({ key, amount, ticketCount }) => ({
      key,
      ticketCount,
      cost: book.money(amount),
      costPerTicket: per(book, amount, ticketCount),
    }));
  }

  @FieldResolver(() => [MarginLine], {
    description: `Recurring revenue and cost to serve by what customers were at the end of the period; the lines add up to all. ${ALLOCATION_RULES}`,
  })
  async margins(
    @Root() report: CostReport,
    @Arg('by', () => MarginDimension, { description: 'By what.' }) by: MarginDimension,
    @Ctx() context: RequestContext,
  ): Promise<MarginLine[]> {
    const book = this.#book(context);
    const margins = await book.margins(report);
    const attributes = await book.attributes(report);
    const names = await book.names();
    const keys: Record<MarginDimension, (margin: Margin) => string | null> = {
      SUPPORT_LEVEL: ({ supportLevelId }) => supportLevelId,
      SEGMENT: ({ customerId }) => attributes.get(customerId ?? '')?.segment ?? null,
      REGION: ({ customerId }) => attributes.get(customerId ?? '')?.region ?? null,
      PARTNER: ({ customerId }) => attributes.get(customerId ?? '')?.partnerId ?? null,
      ACCOUNT_MANAGER: ({ customerId }) => attributes.get(customerId ?? '')?.accountManagerId ?? null,
    };
    const paying = margins.filter(({ revenue }) => revenue > 0n).length;
    return marginLinesOf(margins, keys[by]).map(({ key, customerCount, payingCount, revenue, cost }) => ({
      key,
      name: key === null ? null : (names.get(key) ?? null),
      person: key !== null && by === MarginDimension.ACCOUNT_MANAGER ? { id: key } : null,
      customerCount,
      payingShare: ratioOf(payingCount, paying),
      ...figures(book, revenue, cost),
    }));
  }

  @FieldResolver(() => CustomerMarginConnection, {
    description: `Cost to serve and revenue of each customer that has either, the dearest to serve first, what is allocated to nobody last; together they are the total. ${ALLOCATION_RULES}`,
  })
  async customers(
    @Root() report: CostReport,
    @Args(() => ConnectionArgs) { first, after }: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    checkPageSize(first);
    const place = after == null ? null : decodeCursor(ORDER, after);
    const book = this.#book(context);
    const all = await book.margins(report);
    const start = place === null ? 0 : all.findIndex((margin) => isBehind(margin, place));
    const left = start === -1 ? [] : all.slice(start);
    const rows = left.slice(0, first);
    const page = {
      rows,
      cursors: rows.map(({ cost, customerId }) => encodeCursor(ORDER, String(cost), customerId ?? NOBODY)),
      hasNextPage: left.length > first,
      hasPreviousPage: place !== null,
      countAll: () => Promise.resolve(all.length),
    };
    return toConnection(page, (margin) => shown(book, margin));
  }

  @FieldResolver(() => DowntimeCost, { description: 'What downtime cost, service credits aside.' })
  async downtime(@Root() report: CostReport, @Ctx() context: RequestContext): Promise<DowntimeCost> {
    const book = this.#book(context);
    const amount = await spentFor(book, report, CostClass.DOWNTIME);
    const downSeconds = await book.incidentSeconds(report);
    return { cost: book.money(amount), downSeconds, costPerHour: per(book, amount * 3600n, downSeconds) };
  }

  @FieldResolver(() => ChangeCost, { description: 'What changes cost.' })
  async changes(@Root() report: CostReport, @Ctx() context: RequestContext): Promise<ChangeCost> {
    const book = this.#book(context);
    const amount = await spentFor(book, report, CostClass.CHANGE);
    const changeCount = await book.finishedChanges(report);
    return { cost: book.money(amount), changeCount, costPerChange: per(book, amount, changeCount) };
  }

  #book(context: RequestContext): CostBook {
    return new CostBook(context, this.reporting);
  }
}

/** What serving a customer costs. */
@Resolver(() => Customer)
export class CostToServeResolver {
  constructor(private readonly reporting: Reporting) {}

  @FieldResolver(() => CustomerMargin, {
    nullable: true,
    description: `What the customer brought in a period and what it cost to serve it; null for whoever is neither staff nor analyst, and where it did neither. ${ALLOCATION_RULES}`,
  })
  async costToServe(
    @Root() customer: Customer,
    @Args(() => CostPeriodArgs) period: CostPeriodArgs,
    @Ctx() context: RequestContext,
  ): Promise<CustomerMargin | null> {
    if (!mayRead(context)) return null;
    const book = new CostBook(context, this.reporting);
    const margin = (await book.margins(checkDates(period))).find((one) => one.customerId === customer.id);
    return margin ? shown(book, margin) : null;
  }
}

function mayRead({ scope }: RequestContext): boolean {
  return ['SYSTEM', 'STAFF', 'ANALYST'].includes(scope.kind);
}

function shown(book: CostBook, { customerId, cost, costByClass, revenue }: Margin): CustomerMargin {
  return {
    customer: customerId === null ? null : { id: customerId },
    parts: [...costByClass].map(([name, units]) => ({ class: name, cost: book.money(units) })),
    ...figures(book, revenue, cost),
  };
}

function figures(book: CostBook, revenue: bigint, cost: bigint) {
  return {
    cost: book.money(cost),
    revenue: book.money(revenue),
    margin: book.money(revenue - cost),
    marginRatio: ratioOf(Number(revenue - cost), Number(revenue)),
  };
}

/** Whether a customer stands behind a place in the order of costs. */
function isBehind({ cost, customerId }: Margin, place: { sortValue: string; id: string }): boolean {
  if (customerId === null) return place.id !== NOBODY;
  if (place.id === NOBODY) return false;
  const before = BigInt(place.sortValue);
  return cost < before || (cost === before && customerId > place.id);
}

async function spentFor(book: CostBook, report: CostReport, costClass: CostClass): Promise<bigint> {
  const { pools } = await book.costs(report);
  return pools.reduce((sum, pool) => (pool.class === costClass ? sum + pool.amount : sum), 0n);
}

/** An amount ÷ a number, rounded half-up to the minor unit; null for nothing. */
function per(book: CostBook, units: bigint, divisor: number): Money | null {
  return divisor > 0 ? book.money(BigInt(Math.round(Number(units) / divisor))) : null;
}

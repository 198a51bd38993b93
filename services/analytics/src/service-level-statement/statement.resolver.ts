import { Args, ArgsType, Ctx, Field, FieldResolver, ID, Resolver, Root } from 'type-graphql';
import { ConnectionArgs, toConnection, type Page, type RequestContext } from '@plimsoll/shared';
import { amountsOf, sumOf, NO_SUMS, type Sums } from '../account/index.js';
import { isCounted, scaled } from '../availability/index.js';
import type { Reporting } from '../exchange-rate/index.js';
import { Customer } from '../reference/index.js';
import { loadServiceLevels, shownLevel, type ServiceLevelRow } from '../service-level/index.js';
import type { StatedPiece } from '../ledger/index.js';
import { listIntervals, loadMonthBasis, loadRestatements, loadSeenIncident } from './statement.loader.js';
import { incidentsOf, type ProductInterval } from './statement.rules.js';
import {
  IntervalReason,
  LedgerState,
  RestatementKind,
  ServiceLevelIntervalConnection,
  ServiceLevelRestatement,
  ServiceLevelStatement,
  type RestatedFigures,
  type ServiceLevelInterval,
  type StatedImpact,
} from './statement.types.js';

@ArgsType()
class MonthArgs {
  @Field(() => String, {
    nullable: true,
    description: "The month, `YYYY-MM`; null: the current one in the customer's time zone.",
  })
  month?: string | null;
}

@ArgsType()
class IntervalArgs extends ConnectionArgs {
  @Field(() => String, {
    nullable: true,
    description: "The month, `YYYY-MM`; null: the current one in the customer's time zone.",
  })
  month?: string | null;

  @Field(() => ID, { nullable: true, description: 'Of this product alone, `prd_…`; null: of all.' })
  productId?: string | null;
}

/** What a customer's service levels are made of, and how they came to be what they are. */
@Resolver(() => Customer)
export class CustomerStatementResolver {
  constructor(private readonly reporting: Reporting) {}

  @FieldResolver(() => ServiceLevelStatement, {
    nullable: true,
    description:
      'What the customer is told of its service levels in a month. For staff, analysts, its reseller and itself.',
  })
  async serviceLevelStatement(
    @Root() customer: Customer,
    @Args(() => MonthArgs) { month }: MonthArgs,
    @Ctx() context: RequestContext,
  ): Promise<ServiceLevelStatement | null> {
    const basis = await loadMonthBasis(context, customer.id, month ?? null);
    if (basis === null) return null;
    const question = { month: basis.month, knownAt: null };
    const levels = (await loadServiceLevels(context, customer.id, question, this.reporting)) ?? [];
    const now = context.now.getTime();
    return {
      customerId: customer.id,
      month: basis.month,
      timeZone: basis.account.timeZone,
      from: new Date(basis.bounds.from),
      to: new Date(basis.bounds.to),
      asOf: new Date(Math.min(now, basis.bounds.to)),
      isOver: basis.bounds.to <= now,
      levels: levels.map(shownLevel),
      credits: amountsOf(levels.reduce<Sums>((sums, { credits }) => sumOf(sums, sumsOf(credits)), NO_SUMS)),
      incidents: await Promise.all(
        incidentsOf(customer.id, basis.bounds, now, basis.ledger).map(async (one) => {
          const ticket = await loadSeenIncident(context, one.incidentId);
          return {
            incidentId: ticket?.id ?? null,
            ticket,
            planned: one.planned,
            products: one.productIds.map((id) => ({ id })),
            from: new Date(one.from),
            to: one.to === null ? null : new Date(one.to),
            seconds: one.lengthMs / 1000,
          };
        }),
      ),
    };
  }

  @FieldResolver(() => ServiceLevelIntervalConnection, {
    nullable: true,
    description:
      "The stretches of a month in which one of the customer's products was not simply up: what counts and what does not, why, and by which incidents; by product, agreement and time.",
  })
  async serviceLevelIntervals(
    @Root() customer: Customer,
    @Args(() => IntervalArgs) { month, productId, first, after }: IntervalArgs,
    @Ctx() context: RequestContext,
  ) {
    const page = await listIntervals(context, customer.id, {
      month: month ?? null,
      productId: productId ?? null,
      first,
      after: after ?? null,
    });
    return page && toConnection(await shownPage(context, page), (interval) => interval);
  }

  @FieldResolver(() => [ServiceLevelRestatement], {
    nullable: true,
    description:
      'How the month came to be what it is: each statement on an incident that took the place of another, and each made after the month was over, in order of time, with the figures before and after.',
  })
  async restatements(
    @Root() customer: Customer,
    @Args(() => MonthArgs) { month }: MonthArgs,
    @Ctx() context: RequestContext,
  ): Promise<ServiceLevelRestatement[] | null> {
    const restated = await loadRestatements(context, customer.id, month ?? null);
    if (restated === null) return null;
    return Promise.all(
      restated.map(async ({ at, incidentId, kind, before, after, levels }) => {
        const ticket = await loadSeenIncident(context, incidentId);
        return {
          restatedAt: new Date(at),
          kind: RestatementKind[kind],
          incidentId: ticket?.id ?? null,
          ticket,
          impactsBefore: before.map(shownImpact),
          impactsAfter: after.map(shownImpact),
          levels: levels.map((level) => ({
            product: { id: level.productId },
            agreement: { id: level.agreementId },
            before: level.before && shownFigures(level.before),
            after: level.after && shownFigures(level.after),
          })),
        };
      }),
    );
  }
}

@ArgsType()
class ProductArgs extends ConnectionArgs {
  @Field(() => ID, { nullable: true, description: 'Of this product alone, `prd_…`; null: of all.' })
  productId?: string | null;
}

/** What the figures of a statement are made of. */
@Resolver(() => ServiceLevelStatement)
export class StatementResolver {
  @FieldResolver(() => ServiceLevelIntervalConnection, {
    nullable: true,
    description: 'What the figures are made of, as in `serviceLevelIntervals` of the customer.',
  })
  async intervals(
    @Root() { customerId, month }: ServiceLevelStatement,
    @Args(() => ProductArgs) { productId, first, after }: ProductArgs,
    @Ctx() context: RequestContext,
  ) {
    const question = { month, productId: productId ?? null, first, after: after ?? null };
    const page = await listIntervals(context, customerId, question);
    return page && toConnection(await shownPage(context, page), (interval) => interval);
  }
}

const CREDIT_DECIMALS = 10;

function sumsOf(credits: ServiceLevelRow['credits']): Sums {
  return new Map(credits.map(({ amount, currency }) => [currency, scaled(amount, CREDIT_DECIMALS)]));
}

async function shownPage(
  context: RequestContext,
  page: Page<ProductInterval>,
): Promise<Page<ServiceLevelInterval>> {
  return { ...page, rows: await Promise.all(page.rows.map((row) => shownInterval(context, row))) };
}

async function shownInterval(context: RequestContext, row: ProductInterval): Promise<ServiceLevelInterval> {
  return {
    product: { id: row.productId },
    agreement: { id: row.agreementId },
    from: new Date(row.from),
    to: new Date(row.to),
    seconds: (row.to - row.from) / 1000,
    state: LedgerState[row.state],
    weight: row.weight,
    counted: isCounted(row.verdict),
    reason: IntervalReason[row.verdict],
    tickets: await Promise.all(row.incidentIds.map((id) => loadSeenIncident(context, id))),
  };
}

function shownImpact(piece: StatedPiece): StatedImpact {
  return {
    product: { id: piece.productId },
    state: LedgerState[piece.state],
    from: new Date(piece.from),
    to: piece.to === null ? null : new Date(piece.to),
    planned: piece.planned,
  };
}

function shownFigures({ measure, credits }: ServiceLevelRow): RestatedFigures {
  return {
    uptime: measure.uptime,
    lengthSeconds: measure.lengthMs / 1000,
    countedSeconds: Number(measure.countedSeconds),
    excludedSeconds: measure.excludedMs / 1000,
    headroomSeconds: Number(measure.headroomSeconds),
    breached: measure.breached,
    serviceCredits: [...credits],
  };
}

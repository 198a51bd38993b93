import { checkPageSize, decodeCursor, encodeCursor, type Page, type RequestContext } from '@plimsoll/shared';
import { renewalCounts } from './renewal-count.rules.js';
import { periodsOf, type ReportPeriod } from './report-period.rules.js';
import {
  customerCounts,
  movementsOf,
  revenueBridges,
  type Movement,
  type RevenueBridge as Bridge,
} from './revenue-movement.rules.js';
import { findPaidHistories, type ReportedCustomer, type ReportFilter } from './subscription-report.store.js';
import type {
  RevenueMovement,
  RevenueMovementsArgs,
  SubscriptionReport,
  SubscriptionReportArgs,
  SubscriptionReportRow,
} from './subscription-report.types.js';

interface Group {
  key: Pick<SubscriptionReportRow, 'partnerId' | 'region' | 'segment' | 'accountManagerId'>;
  customers: ReportedCustomer[];
  movements: Movement[];
}

/**
 * What happened to the subscriptions of the customers the caller sees, by period and group. For staff, and for
 * resellers of their own book; null for others.
 */
export async function subscriptionReport(
  context: RequestContext,
  args: SubscriptionReportArgs,
): Promise<SubscriptionReport | null> {
  const periods = periodsOf(args.from, args.to, args.grain);
  if (!mayRead(context)) return null;
  const customers = await readBook(context, args.filter);
  const groups = groupsOf(customers, args.by);
  const rows = periods.flatMap((period) =>
    groups.map((group) => rowOf(group, period)).filter((row) => tellsSomething(row)),
  );
  const everyone: Group = {
    key: keyOf(null, []),
    customers,
    movements: groups.flatMap(({ movements }) => movements),
  };
  return { rows, totals: periods.map((period) => rowOf(everyone, period)) };
}

/** One by one the movements that the report's figures are made of, by day, customer and currency. */
export async function revenueMovements(
  context: RequestContext,
  args: RevenueMovementsArgs,
): Promise<Page<RevenueMovement>> {
  checkPageSize(args.first);
  periodsOf(args.from, args.to, 'WHOLE');
  const order = 'ON ASC';
  const after = args.after ? decodeCursor(order, args.after) : null;
  const kinds = args.kinds && new Set<string>(args.kinds);
  const isAsked = (kind: string) => !kinds || kinds.has(kind);
  const idOf = ({ customerId, currency }: Movement) => `${customerId} ${currency}`;
  const all = (await readBook(context, args.filter))
    .flatMap(movementsOf)
    .filter(({ on, kind }) => on >= args.from && on < args.to && isAsked(kind))
    .sort((a, b) => compare(a.on, b.on) || compare(idOf(a), idOf(b)));
  const rest = after
    ? all.filter((one) => (compare(one.on, after.sortValue) || compare(idOf(one), after.id)) > 0)
    : all;
  const shown = rest.slice(0, args.first);
  return {
    rows: shown.map(({ on, customerId, kind, amount, currency }) => ({
      on,
      customerId,
      kind,
      amount: { amount: amount.toFixed(), currency },
    })),
    cursors: shown.map((one) => encodeCursor(order, one.on, idOf(one))),
    hasNextPage: rest.length > shown.length,
    hasPreviousPage: after !== null,
    countAll: () => Promise.resolve(all.length),
  };
}

function mayRead({ scope }: RequestContext): boolean {
  return scope.kind === 'STAFF' || scope.kind === 'PARTNER';
}

async function readBook(
  context: RequestContext,
  filter: ReportFilter | null | undefined,
): Promise<ReportedCustomer[]> {
  return mayRead(context) ? findPaidHistories(context.session, filter ?? {}) : [];
}

function keyOf(customer: ReportedCustomer | null, by: SubscriptionReportArgs['by']): Group['key'] {
  const asked = (dimension: string) => customer !== null && by.some((one) => one === dimension);
  return {
    partnerId: asked('PARTNER') ? (customer?.partnerId ?? null) : null,
    region: asked('REGION') ? (customer?.region ?? null) : null,
    segment: asked('SEGMENT') ? ((customer?.segment ?? null) as Group['key']['segment']) : null,
    accountManagerId: asked('ACCOUNT_MANAGER') ? (customer?.accountManagerId ?? null) : null,
  };
}

function groupsOf(customers: readonly ReportedCustomer[], by: SubscriptionReportArgs['by']): Group[] {
  const groups = new Map<string, Group>();
  for (const customer of customers) {
    const key = keyOf(customer, by);
    const name = JSON.stringify(Object.values(key).map((value) => value ?? ''));
    const group = groups.get(name) ?? { key, customers: [], movements: [] };
    group.customers.push(customer);
    group.movements.push(...movementsOf(customer));
    groups.set(name, group);
  }
  return [...groups].sort(([a], [b]) => compare(a, b)).map(([, group]) => group);
}

function rowOf({ key, customers, movements }: Group, { from, to }: ReportPeriod): SubscriptionReportRow {
  const { due, renewed, cancellationsAsked } = renewalCounts(
    customers.flatMap(({ subscriptions }) => subscriptions),
    from,
    to,
  );
  return {
    from,
    to,
    ...key,
    customers: customerCounts(customers, movements, from, to),
    revenue: revenueBridges(customers, movements, from, to).map(shownBridge),
    renewals: {
      due,
      renewed,
      rate: { ratio: due === 0 ? null : renewed / due, numerator: renewed, denominator: due },
      cancellationsAsked,
    },
  };
}

function shownBridge(bridge: Bridge): SubscriptionReportRow['revenue'][number] {
  const { currency } = bridge;
  const money = (place: Exclude<keyof Bridge, 'currency'>) => ({ amount: bridge[place].toFixed(), currency });
  return {
    currency,
    start: money('start'),
    new: money('new'),
    reactivated: money('reactivated'),
    expansion: money('expansion'),
    contraction: money('contraction'),
    churned: money('churned'),
    end: money('end'),
  };
}

function tellsSomething({ customers, revenue, renewals }: SubscriptionReportRow): boolean {
  return (
    revenue.length > 0 ||
    customers.start + customers.end > 0 ||
    renewals.due + renewals.cancellationsAsked > 0
  );
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

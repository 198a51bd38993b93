import { Records, type ListArguments, type ListDefinition, type Session } from '@plimsoll/shared';
import { CostEntity } from './cost.entity.js';
import type { CostFilter, CostOrderField } from './cost.types.js';

/** A cost as the rest of the service knows it. */
export type CostRecord = CostEntity;

/** What may be asked of the list of costs. */
export type CostListArguments = ListArguments<CostFilter, keyof typeof CostOrderField>;

/** Costs, with their history and events. */
export const costRecords = new Records<CostRecord>({
  entity: CostEntity,
  noun: 'cost',
  eventNoun: 'cost',
  eventData: ({ date, kind, amount, currency, assetId, queueId, productId, customerId }) => ({
    date,
    kind,
    amount,
    currency,
    assetId,
    queueId,
    productId,
    customerId,
  }),
});

/** How costs are listed: the newest first. */
export const costList: ListDefinition<CostFilter, keyof typeof CostOrderField> = {
  columns: `c.id, c.version, c.external_id as "externalId", c.source, c.date, c.kind, trim_scale(c.amount) as amount, c.currency,
    c.asset_id as "assetId", c.queue_id as "queueId", c.product_id as "productId", c.customer_id as "customerId"`,
  from: 'cost_record c',
  id: 'c.id',
  orders: { DATE: { sql: 'c.date', type: 'date' }, AMOUNT: { sql: 'c.amount', type: 'numeric' } },
  defaultOrder: { field: 'DATE', direction: 'DESC' },
  where: (filter, parameters) => {
    const equal = {
      'c.customer_id': filter.customerId,
      'c.asset_id': filter.assetId,
      'c.queue_id': filter.queueId,
      'c.product_id': filter.productId,
      'c.kind': filter.kind,
      'c.currency': filter.currency,
      'c.source': filter.source,
    };
    const conditions = Object.entries(equal)
      .filter(([, value]) => value != null)
      .map(([column, value]) => `${column} = ${parameters.add(value)}`);
    if (filter.from) conditions.push(`c.date >= ${parameters.add(filter.from)}::date`);
    if (filter.to) conditions.push(`c.date < ${parameters.add(filter.to)}::date`);
    return conditions;
  },
  parents: { customer: 'c.customer_id', asset: 'c.asset_id' },
};

/** What a cost may name, and the table that has its copies. */
const NAMED = { assetId: 'asset', queueId: 'queue', productId: 'product', customerId: 'customer' } as const;

/** The ids that a cost names. */
export type NamedByCost = { readonly [Name in keyof typeof NAMED]?: string | null | undefined };

/**
 * Of what a cost names the fields that name something unknown; one statement. A customer that was merged is known, its
 * costs are those of the one it was merged into.
 */
export async function findUnknown(session: Session, named: NamedByCost): Promise<(keyof typeof NAMED)[]> {
  const fields = Object.keys(NAMED) as (keyof typeof NAMED)[];
  const [row] = await session.query<Record<keyof typeof NAMED, boolean>>(
    `select ${fields
      .map((name, index) => `exists (select from ${NAMED[name]} where id = $${index + 1}) as "${name}"`)
      .join(', ')}`,
    fields.map((name) => named[name] ?? null),
  );
  return fields.filter((name) => named[name] != null && row?.[name] !== true);
}

/** The costs of a month (UTC) of one class-deciding kind, in one currency. */
export interface MonthlyCost {
  /** `YYYY-MM`. */
  month: string;
  kind: string;
  /** Any of the queues; null: of none. */
  queueId: string | null;
  /** Decimal. */
  amount: string;
  currency: string;
}

/** The costs of a stretch of dates (half-open, `YYYY-MM-DD`), added up by month, kind, queue and currency; one statement. */
export function readMonthlyCosts(session: Session, from: string, to: string): Promise<MonthlyCost[]> {
  return session.query<MonthlyCost>(
    `select to_char(date, 'YYYY-MM') as month, kind, queue_id as "queueId", trim_scale(sum(amount))::text as amount, currency
       from cost_record where date >= $1::date and date < $2::date
      group by 1, 2, 3, 5 order by 1, 2, 3, 5`,
    [from, to],
  );
}

/** How many tickets were resolved in each month (UTC) of a period, merged ones left out; one statement. */
export async function countResolved(session: Session, from: Date, to: Date): Promise<Map<string, number>> {
  const rows = await session.query<{ month: string; count: number }>(
    `select to_char(resolved_at at time zone 'utc', 'YYYY-MM') as month, count(*)::integer as count
       from ticket where resolved_at >= $1 and resolved_at < $2 and merged_into_id is null group by 1`,
    [from, to],
  );
  return new Map(rows.map(({ month, count }) => [month, count]));
}

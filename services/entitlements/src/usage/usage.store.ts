import {
  canonicalDecimal,
  emit,
  type ListArguments,
  type ListDefinition,
  type Session,
} from '@plimsoll/shared';
import { toldPath } from './usage.rules.js';
import type { UsageFilter, UsageMonthFilter, UsageOrderField } from './usage.types.js';

/** One measurement of what a customer used; `value` a canonical decimal in the unit of its metric. */
export interface UsageRecord {
  id: string;
  /** Starts at 1 and grows by one with each change. */
  version: number;
  source: string;
  customerId: string;
  at: Date;
  metric: string;
  value: string;
  contactId: string | null;
  component: string | null;
  path: string | null;
}

/** What may be asked of the list of usage. */
export type UsageListArguments = ListArguments<UsageFilter, keyof typeof UsageOrderField>;

/** What may be asked of the sums of usage. */
export type UsageMonthListArguments = ListArguments<UsageMonthFilter, 'MONTH'>;

/** The measurements of one customer, metric and local month together. */
export interface UsageMonthRecord {
  customerId: string;
  month: string;
  metric: string;
  total: string;
  count: number;
}

const COLUMNS = `u.id, u.version, u.source, u.customer_id as "customerId", u.at, u.metric, trim_scale(u.value) as value,
  u.contact_id as "contactId", u.component, u.path`;

/** How usage is listed: the newest first. */
export const usageList: ListDefinition<UsageFilter, keyof typeof UsageOrderField> = {
  columns: COLUMNS,
  from: 'usage_record u',
  id: 'u.id',
  orders: { AT: { sql: 'u.at', type: 'timestamptz' } },
  defaultOrder: { field: 'AT', direction: 'DESC' },
  where: (filter, parameters) => [
    ...(filter.customerId ? [`u.customer_id = ${parameters.add(filter.customerId)}`] : []),
    ...(filter.contactId ? [`u.contact_id = ${parameters.add(filter.contactId)}`] : []),
    ...(filter.metric ? [`u.metric = ${parameters.add(filter.metric)}`] : []),
    ...(filter.component ? [`u.component = ${parameters.add(filter.component)}`] : []),
    ...(filter.source ? [`u.source = ${parameters.add(filter.source)}`] : []),
    ...(filter.from ? [`u.at >= ${parameters.add(filter.from)}::timestamptz`] : []),
    ...(filter.to ? [`u.at < ${parameters.add(filter.to)}::timestamptz`] : []),
  ],
  parents: { customer: 'u.customer_id' },
};

/** Sums by customer, metric and the customer's local month; conditions on the three reach the measurements. */
const MONTHS = `(
  select u.customer_id, to_char(u.at at time zone c.time_zone, 'YYYY-MM') as month, u.metric,
         trim_scale(sum(u.value)) as total, count(*)::int as count
    from usage_record u join customer c on c.id = u.customer_id
   group by 1, 2, 3
)`;

/** How sums of usage are listed: the latest month first. */
export const usageMonthList: ListDefinition<UsageMonthFilter, 'MONTH'> = {
  columns: 'm.customer_id as "customerId", m.month, m.metric, m.total, m.count',
  from: `${MONTHS} m`,
  id: `(m.customer_id || '/' || m.metric)`,
  orders: { MONTH: { sql: 'm.month', type: 'text' } },
  defaultOrder: { field: 'MONTH', direction: 'DESC' },
  where: (filter, parameters) => [
    ...(filter.customerId ? [`m.customer_id = ${parameters.add(filter.customerId)}`] : []),
    ...(filter.metric ? [`m.metric = ${parameters.add(filter.metric)}`] : []),
    ...(filter.from ? [`m.month >= ${parameters.add(filter.from.slice(0, 7))}`] : []),
    ...(filter.to ? [`m.month < ${parameters.add(filter.to.slice(0, 7))}`] : []),
  ],
  parents: { customer: 'm.customer_id' },
};

/** What makes two measurements the same. */
export function usageKey(usage: Pick<UsageRecord, 'customerId' | 'metric' | 'at' | 'value'>): string {
  return JSON.stringify([usage.customerId, usage.metric, usage.at.toISOString(), usage.value]);
}

/** Those of the measurements that are on record, by {@link usageKey}; one statement. */
export async function findUsage(
  tx: Session,
  keys: readonly Pick<UsageRecord, 'customerId' | 'metric' | 'at' | 'value'>[],
): Promise<Map<string, UsageRecord>> {
  const rows = await tx.query<UsageRecord>(
    `select ${COLUMNS}
       from jsonb_to_recordset($1::jsonb) as g("customerId" text, metric text, at timestamptz, value numeric)
       join usage_record u on u.customer_id = g."customerId" and u.metric = g.metric and u.at = g.at
                          and u.value = g.value`,
    [JSON.stringify(keys)],
  );
  const records = rows.map((row) => ({ ...row, value: canonicalDecimal(row.value) }));
  return new Map(records.map((record) => [usageKey(record), record]));
}

const GIVEN = `jsonb_to_recordset($1::jsonb) as g(id text, version integer, source text, "customerId" text, at timestamptz, metric text,
  value numeric, "contactId" text, component text, path text)`;

/**
 * Puts measurements on record and tells of them: one event for each customer, without contacts, and of paths only what
 * tells of no person. Of what another import put on record at the same time nothing is stored, and nothing told.
 *
 * @param batchId makes the id of an event from the customer's
 * @returns how many were stored
 */
export async function createUsage(
  tx: Session,
  batchId: string,
  usage: readonly UsageRecord[],
): Promise<number> {
  if (usage.length === 0) return 0;
  const stored = await tx.query<{ id: string }>(
    `insert into usage_record (id, version, source, customer_id, at, metric, value, contact_id, component, path)
     select g.id, g.version, g.source, g."customerId", g.at, g.metric, g.value, g."contactId", g.component, g.path from ${GIVEN}
     on conflict (customer_id, metric, at, value) do nothing returning id`,
    [JSON.stringify(usage)],
  );
  const ids = new Set(stored.map((row) => row.id));
  await tellOf(
    tx,
    batchId,
    usage.filter(({ id }) => ids.has(id)),
  );
  return stored.length;
}

/** Changes whom and what measurements are told of: contact, component and path. */
export async function updateUsage(
  tx: Session,
  batchId: string,
  usage: readonly UsageRecord[],
): Promise<void> {
  if (usage.length === 0) return;
  const stored = await tx.query<{ id: string; version: number }>(
    `update usage_record u set contact_id = g."contactId", component = g.component, path = g.path,
            version = u.version + 1
       from ${GIVEN} where u.id = g.id
     returning u.id, u.version`,
    [JSON.stringify(usage)],
  );
  const versions = new Map(stored.map(({ id, version }) => [id, version]));
  await tellOf(
    tx,
    batchId,
    usage.map((record) => ({ ...record, version: versions.get(record.id) ?? record.version })),
  );
}

async function tellOf(tx: Session, batchId: string, usage: readonly UsageRecord[]): Promise<void> {
  const byCustomer = new Map<string, UsageRecord[]>();
  for (const record of usage) {
    const own = byCustomer.get(record.customerId);
    if (own) own.push(record);
    else byCustomer.set(record.customerId, [record]);
  }
  await emit(
    tx,
    [...byCustomer].map(([customerId, records]) => {
      const id = `${batchId}-${customerId}`;
      return {
        type: 'plimsoll.usage.recorded.v1',
        subject: id,
        version: 1,
        data: {
          id,
          externalId: null,
          source: records[0]?.source ?? null,
          customerId,
          records: records.map(({ id: usageId, version, at, metric, value, component, path }) => ({
            id: usageId,
            version,
            at: at.toISOString(),
            metric,
            value,
            component,
            path: path === null ? null : toldPath(path),
          })),
        },
      };
    }),
  );
}

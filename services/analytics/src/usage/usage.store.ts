import type { Session } from '@plimsoll/shared';
import { Copies, type CopyRow } from '../copy/index.js';

const measurementCopies = new Copies('usage_measurement', {
  customer_id: 'text',
  at: 'timestamptz',
  metric: 'text',
  value: 'numeric',
  component: 'text',
  path: 'text',
});

/** Keeps measurements, of each the newest that was told; one statement. */
export function keepMeasurements(tx: Session, rows: readonly CopyRow[]): Promise<void> {
  return measurementCopies.keep(tx, rows);
}

/** A customer's day (UTC, `YYYY-MM-DD`) of one metric. */
export interface UsedDay {
  customerId: string;
  day: string;
  metric: string;
}

/** Rows to be refreshed: of a customer, and of whoever turned out to be the same one. */
const GIVEN = `json_to_recordset($1::json) as g("intoId" text, "customerId" text, day date, metric text)`;

/**
 * Brings what customers used on these days up to what was measured of them and of those merged into them. What two of
 * them say alike – metric, instant and value – is one measurement: the customer's own, else the first by id. Three
 * statements at most.
 *
 * @param mayMove whether what was measured before may count elsewhere than it did: else nothing is looked for to be taken away
 */
export async function refreshUsedDays(
  tx: Session,
  days: readonly UsedDay[],
  mayMove: boolean,
): Promise<void> {
  if (days.length === 0) return;
  const same = await sameCustomers(tx, [...new Set(days.map(({ customerId }) => customerId))]);
  const rows = new Map<string, UsedDay & { intoId: string }>();
  for (const { customerId, day, metric } of days) {
    const intoId = same.intoOf.get(customerId) ?? customerId;
    for (const id of [intoId, ...(same.mergedInto.get(intoId) ?? [])]) {
      rows.set(JSON.stringify([id, day, metric]), { intoId, customerId: id, day, metric });
    }
  }
  const given = JSON.stringify([...rows.values()]);
  if (mayMove || same.intoOf.size > 0) {
    await tx.query(
      `delete from usage_day u using ${GIVEN}
      where u.customer_id = g."customerId" and u.day = g.day and u.metric = g.metric`,
      [given],
    );
  }
  await tx.query(
    `insert into usage_day (customer_id, day, metric, component, path, value, count, last_at)
     select "intoId", day, metric, component, path, sum(value), count(*), max(at)
       from (
         select distinct on (g."intoId", m.metric, m.at, m.value)
                g."intoId", g.day, m.metric, m.component, m.path, m.value, m.at
           from ${GIVEN}
          cross join lateral (
            select * from usage_measurement own
             where own.customer_id = g."customerId" and own.at >= g.day::timestamp at time zone 'UTC'
               and own.at < (g.day + 1)::timestamp at time zone 'UTC' and own.metric = g.metric
            offset 0) m
          order by g."intoId", m.metric, m.at, m.value, m.customer_id <> g."intoId", m.id) measured
      group by "intoId", day, metric, component, path
     on conflict (customer_id, day, metric, component, path) do update
        set value = excluded.value, count = excluded.count, last_at = excluded.last_at`,
    [given],
  );
}

/** Which customers these turned out to be, and by that one all that turned out to be it; one statement. */
async function sameCustomers(tx: Session, customerIds: readonly string[]) {
  const rows = await tx.query<{ id: string; into: string }>(
    `select duplicate_id as id, into_id as into from customer_merge
      where into_id = any($1::text[])
         or into_id in (select into_id from customer_merge where duplicate_id = any($1::text[]))`,
    [customerIds],
  );
  const mergedInto = new Map<string, string[]>();
  for (const { id, into } of rows) mergedInto.set(into, [...(mergedInto.get(into) ?? []), id]);
  return { intoOf: new Map(rows.map(({ id, into }) => [id, into])), mergedInto };
}

/** The days of which something was measured of these merged customers, and of others that are the same; one statement. */
export function findUsedDays(tx: Session, mergedIds: readonly string[]): Promise<UsedDay[]> {
  return tx.query<UsedDay>(
    `select distinct customer_id as "customerId", to_char(at at time zone 'UTC', 'YYYY-MM-DD') as day, metric
       from usage_measurement
      where customer_id in (
        select duplicate_id from customer_merge
         where into_id in (select into_id from customer_merge where duplicate_id = any($1::text[])))`,
    [mergedIds],
  );
}

/** Forgets what was used. */
export async function clearUsage(tx: Session): Promise<void> {
  await tx.query('delete from usage_day');
  await tx.query('delete from usage_measurement');
}

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

/** The customers that these turned out to be, and all that turned out to be one of them, themselves among them. */
const KIN = `
  kin as (
    select k.id as into_id, k.id from (
      select distinct coalesce(m.into_id, g.customer_id) as id
        from given g left join customer_merge m on m.duplicate_id = g.customer_id) k
    union
    select m.into_id, m.duplicate_id from customer_merge m
     where m.into_id in (select coalesce(o.into_id, g.customer_id)
                           from given g left join customer_merge o on o.duplicate_id = g.customer_id))`;

/** A customer's day (UTC, `YYYY-MM-DD`) of one metric. */
export interface UsedDay {
  customerId: string;
  day: string;
  metric: string;
}

/**
 * Brings what customers used on these days up to what was measured of them and of those merged into them. What two of
 * them say alike – metric, instant and value – is one measurement: the customer's own, else the first by id. Two statements.
 */
export async function refreshUsedDays(tx: Session, days: readonly UsedDay[]): Promise<void> {
  if (days.length === 0) return;
  const given = JSON.stringify(days);
  const GIVEN = `given as (
    select distinct "customerId" as customer_id, day, metric
      from jsonb_to_recordset($1::jsonb) as g("customerId" text, day date, metric text))`;
  await tx.query(
    `with ${GIVEN}, ${KIN}
     delete from usage_day u using kin, given g
      where u.customer_id = kin.id and u.day = g.day and u.metric = g.metric
        and kin.into_id in (select k.into_id from kin k where k.id = g.customer_id)`,
    [given],
  );
  await tx.query(
    `with ${GIVEN}, ${KIN}
     insert into usage_day (customer_id, day, metric, component, path, value, count, last_at)
     select into_id, day, metric, component, path, sum(value), count(*), max(at)
       from (
         select distinct on (kin.into_id, m.metric, m.at, m.value)
                kin.into_id, g.day, m.metric, m.component, m.path, m.value, m.at
           from (select distinct k.into_id, g.day, g.metric from given g join kin k on k.id = g.customer_id) g
           join kin on kin.into_id = g.into_id
           join usage_measurement m on m.customer_id = kin.id and m.metric = g.metric
            and m.at >= g.day::timestamp at time zone 'UTC' and m.at < (g.day + 1)::timestamp at time zone 'UTC'
          order by kin.into_id, m.metric, m.at, m.value, m.customer_id <> kin.into_id, m.id) measured
      group by into_id, day, metric, component, path`,
    [given],
  );
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

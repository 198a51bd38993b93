import type { Session, SqlParameters } from '@plimsoll/shared';
import type { TouchedPiece } from '../ledger/index.js';
import type { LiveMonths, MeasuredMonths, ServiceLevelMonth } from './service-level-month.rules.js';

const MARKING = `on conflict (customer_id) do update
   set stale_from = least(kept.stale_from, excluded.stale_from),
       stale_to = greatest(kept.stale_to, excluded.stale_to)`;

/** Those of these customers whose account this transaction has changed are to be measured anew, all months. One statement. */
export async function markChangedAccounts(tx: Session, customerIds: readonly string[]): Promise<void> {
  await tx.query(
    `insert into service_level_schedule as kept (customer_id, stale_from, stale_to)
     select customer_id, '-infinity', 'infinity' from service_account
      where customer_id = any($1::text[]) and changed_xid = pg_current_xact_id() order by 1 ${MARKING}`,
    [customerIds],
  );
}

/** A record that belongs to a customer. */
export interface Held {
  id: string;
  customerId: string;
}

/** The customers that lose one of these records to another are to be measured anew, all months. One statement. */
export async function markLosers(
  tx: Session,
  table: 'entitlement' | 'subscription',
  told: readonly Held[],
): Promise<void> {
  await tx.query(
    `insert into service_level_schedule as kept (customer_id, stale_from, stale_to)
     select distinct k.customer_id, timestamptz '-infinity', timestamptz 'infinity'
       from jsonb_to_recordset($1::jsonb) as t(id text, "customerId" text)
       join ${table} k on k.id = t.id and k.customer_id <> t."customerId" order by 1 ${MARKING}`,
    [JSON.stringify(told)],
  );
}

/** Whoever is entitled to one of these agreements is to be measured anew, all months. One statement. */
export async function markHoldersOf(tx: Session, agreementIds: readonly string[]): Promise<void> {
  await tx.query(
    `insert into service_level_schedule as kept (customer_id, stale_from, stale_to)
     select distinct customer_id, timestamptz '-infinity', timestamptz 'infinity'
       from entitlement where agreement_id = any($1::text[]) order by 1 ${MARKING}`,
    [agreementIds],
  );
}

/** These customers, and those they were merged into, are to be measured anew, all months. One statement. */
export async function markMerged(tx: Session, duplicateIds: readonly string[]): Promise<void> {
  await tx.query(
    `insert into service_level_schedule as kept (customer_id, stale_from, stale_to)
     select id, '-infinity', 'infinity'
       from (select duplicate_id from customer_merge where duplicate_id = any($1::text[])
             union select into_id from customer_merge where duplicate_id = any($1::text[])) concerned (id)
      order by 1 ${MARKING}`,
    [duplicateIds],
  );
}

/** The customers of these pieces of the ledger are to be measured anew where the pieces are. One statement. */
export async function markPieces(tx: Session, pieces: readonly TouchedPiece[]): Promise<void> {
  if (pieces.length === 0) return;
  await tx.query(
    `insert into service_level_schedule as kept (customer_id, stale_from, stale_to)
     select c.customer_id, min(p."from"), max(coalesce(p."to", 'infinity'))
       from jsonb_to_recordset($1::jsonb) as p("incidentId" text, version integer, piece integer,
              "from" timestamptz, "to" timestamptz)
       join ledger_customer c on (c.incident_id, c.version, c.piece) = (p."incidentId", p.version, p.piece)
      group by 1 order by 1 ${MARKING}`,
    [JSON.stringify(pieces)],
  );
}

/** Whether anybody is to be measured anew by an instant. One statement. */
export async function isAnybodyDue(session: Session, now: Date): Promise<boolean> {
  const [row] = await session.query<{ due: boolean }>(
    `select exists (select from service_level_schedule where stale_from is not null)
         or exists (select from service_level_schedule where due_at <= $1) as due`,
    [now],
  );
  return row?.due ?? false;
}

/** A customer to be measured anew: what touches the stretch (epoch milliseconds, infinite for all of time). */
export interface DueCustomer {
  customerId: string;
  from: number;
  to: number;
}

/** Holds some of the customers that are to be measured anew by an instant; one statement. */
export function claimDue(tx: Session, now: Date, limit: number): Promise<DueCustomer[]> {
  return tx.query<DueCustomer>(
    `select customer_id as "customerId",
            (extract(epoch from least(stale_from, case when due_at <= $1 then coalesce(computed_at, '-infinity') end))
              * 1000)::float8 as "from",
            (extract(epoch from greatest(stale_to, case when due_at <= $1 then timestamptz 'infinity' end))
              * 1000)::float8 as "to"
       from service_level_schedule
      where stale_from is not null or due_at <= $1
      order by 1 limit $2 for update skip locked`,
    [now, limit],
  );
}

const ROW = `customer_id text, product_id text, agreement_id text, month text, length_seconds numeric,
  counted_seconds numeric, excluded_seconds numeric, unknown_seconds numeric, uptime numeric, uptime_target numeric,
  headroom_seconds numeric, breached boolean, credit_percent numeric, credits jsonb`;
const COLUMNS = ROW.replaceAll(/ (text|numeric|boolean|jsonb)\b/g, '');
const FIGURES = COLUMNS.split(/,\s*/).slice(4);

const rowsJson = (rows: readonly ServiceLevelMonth[]) =>
  JSON.stringify(
    rows.map((row) => ({
      customer_id: row.customerId,
      product_id: row.productId,
      agreement_id: row.agreementId,
      month: row.month,
      length_seconds: row.lengthSeconds,
      counted_seconds: row.countedSeconds,
      excluded_seconds: row.excludedSeconds,
      unknown_seconds: row.unknownSeconds,
      uptime: row.uptime,
      uptime_target: row.uptimeTarget,
      headroom_seconds: row.headroomSeconds,
      breached: row.breached,
      credit_percent: row.creditPercent,
      credits: row.credits.map(({ amount, currency }) => [amount, currency]),
    })),
  );

/**
 * The months (`YYYY-MM`) of all customers as of an instant, as a table for the `from` of a statement: those kept that
 * have begun by then, and in place of those that what is live says otherwise, the live ones.
 *
 * @param condition of the kept ones, on `k`
 */
export function monthsAsOf(
  parameters: SqlParameters,
  { months, asOf, live }: { months: readonly string[]; asOf: Date; live: LiveMonths },
  condition = 'true',
): string {
  const dates = parameters.add(months.map((month) => `${month}-01`));
  const at = `${parameters.add(asOf)}::timestamptz`;
  const claims = JSON.stringify(live.claims.map(({ customerId, month }) => [customerId, month]));
  const rows = live.rows.filter(({ month }) => months.includes(month));
  return `(
    select ${COLUMNS} from service_level_month k
     where k.starts_on = any(${dates}::date[]) and ${condition}
       -- Where on earth the month has begun is a question of its first two days only.
       and (k.starts_on < (${at} at time zone 'UTC')::date - 1 or k.starts_on <=
            (select (${at} at time zone c.time_zone)::date from customer c where c.id = k.customer_id))
       ${
         live.claims.length === 0
           ? ''
           : `and not exists (select from jsonb_array_elements(${parameters.add(claims)}::jsonb) claim
                               where (claim->>0, claim->>1) = (k.customer_id, k.month))`
       }
    ${
      rows.length === 0
        ? ''
        : `union all select k.* from jsonb_to_recordset(${parameters.add(rowsJson(rows))}::jsonb) as k(${ROW}) where ${condition}`
    })`;
}

/** By what a row is told, and what it says, each as one text that is the same wherever it is put together. */
const keyOf = (row: ServiceLevelMonth) =>
  [row.customerId, row.productId, row.agreementId, row.month].join(SEPARATOR);
const saidBy = (row: ServiceLevelMonth) =>
  [
    row.lengthSeconds,
    row.countedSeconds,
    row.excludedSeconds,
    row.unknownSeconds,
    row.uptime ?? '',
    row.uptimeTarget,
    row.headroomSeconds,
    row.breached,
    row.creditPercent,
    JSON.stringify(row.credits.map(({ amount, currency }) => [amount, currency])),
  ].join(SEPARATOR);

const SEPARATOR = '\u001f';
const KEY = `concat_ws(E'\\x1f', customer_id, product_id, agreement_id, month)`;
const SAID = `concat_ws(E'\\x1f', length_seconds, counted_seconds, excluded_seconds, unknown_seconds, coalesce(uptime::text, ''),
  uptime_target, headroom_seconds, breached::text, credit_percent, replace(credits::text, ' ', ''))`;

/** What measuring a claimed customer gave: null where there is no such customer. */
interface Measured {
  readonly customerId: string;
  readonly months: MeasuredMonths | null;
}

/** What is kept of these customers within the months measured anew: what each row says, by its key; one statement. */
async function readKept(tx: Session, measured: readonly Measured[]): Promise<Map<string, string>> {
  const bounds = new Map(measured.map(({ customerId, months }) => [customerId, months]));
  const rows = await tx.query<{ id: string; month: string; key: string; said: string }>(
    `select customer_id as id, month, ${KEY} as key, ${SAID} as said from service_level_month
      where customer_id = any($1::text[]) and month between $2 and $3`,
    [
      [...bounds.keys()],
      measured.reduce((least, { months }) => earlier(least, months?.monthFrom ?? ALL_FROM), ALL_TO),
      measured.reduce((most, { months }) => later(most, months?.monthTo ?? ALL_TO), ALL_FROM),
    ],
  );
  const within = rows.filter(({ id, month }) => {
    const months = bounds.get(id);
    return !months || (month >= months.monthFrom && month <= months.monthTo);
  });
  return new Map(within.map(({ key, said }) => [key, said]));
}

const ALL_FROM = '0000-00';
const ALL_TO = '9999-99';
const earlier = (a: string, b: string) => (a < b ? a : b);
const later = (a: string, b: string) => (a > b ? a : b);

/**
 * Keeps what measuring claimed customers gave; what it did not give of the months measured goes, and what says the same
 * as before is not written. Two statements, and one each where rows come or change, and where rows go.
 */
export async function keepMeasured(tx: Session, measured: readonly Measured[], now: Date): Promise<void> {
  const kept = await readKept(tx, measured);
  const changed: ServiceLevelMonth[] = [];
  for (const row of measured.flatMap(({ months }) => months?.rows ?? [])) {
    const key = keyOf(row);
    if (kept.get(key) !== saidBy(row)) changed.push(row);
    kept.delete(key);
  }
  if (kept.size > 0) {
    await tx.query(
      `delete from service_level_month
        where (customer_id, product_id, agreement_id, month) in (
                select split_part(key, E'\\x1f', 1), split_part(key, E'\\x1f', 2), split_part(key, E'\\x1f', 3),
                       split_part(key, E'\\x1f', 4) from unnest($1::text[]) as gone(key))`,
      [[...kept.keys()]],
    );
  }
  if (changed.length > 0) {
    await tx.query(
      `insert into service_level_month as k (${COLUMNS}, starts_on, computed_through)
       select ${COLUMNS}, (month || '-01')::date, $2::timestamptz from json_to_recordset($1::json) as row(${ROW})
       on conflict (customer_id, product_id, agreement_id, month) do update
          set ${FIGURES.map((name) => `${name} = excluded.${name}`).join(', ')},
              computed_through = excluded.computed_through`,
      [rowsJson(changed), now],
    );
  }
  await tx.query(
    `update service_level_schedule s
        set stale_from = null, stale_to = null, computed_at = case when g.current then $2 else s.computed_at end,
            due_at = case when g.current then g.due_at else s.due_at end
       from jsonb_to_recordset($1::jsonb) as g(customer_id text, current boolean, due_at timestamptz)
      where s.customer_id = g.customer_id`,
    [
      JSON.stringify(
        measured.map(({ customerId, months }) => ({
          customer_id: customerId,
          current: months === null || months.dueAt !== null,
          due_at: months?.dueAt == null ? null : new Date(months.dueAt),
        })),
      ),
      now,
    ],
  );
}

/** Forgets every month; all of it is derived. */
export async function clearServiceLevelMonths(tx: Session): Promise<void> {
  await tx.query('delete from service_level_month');
  await tx.query('delete from service_level_schedule');
}

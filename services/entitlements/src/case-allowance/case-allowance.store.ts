import { emit, type Session } from '@plimsoll/shared';
import type { Charge } from '../chargeable-case/index.js';
import type { BeyondAllowance } from '../support-level/index.js';

/** What a ticket's event tells of its case. */
export interface CaseEvent {
  ticketId: string;
  version: number;
  customerId: string | null;
  kind: string;
  /** ISO 8601; null while the ticket is not closed. */
  closedAt: string | null;
}

/** How a customer stands with its cases. */
export interface Standing {
  customerId: string;
  entitlementId: string | null;
  /** Cases that the contract year allows; null: no limit. */
  allowed: number | null;
  used: number;
  beyond: BeyondAllowance;
  /** The contract year, half-open; null without an entitlement. */
  yearFrom: string | null;
  yearTo: string | null;
  /** The first day on which something else may hold. */
  until: string | null;
}

/**
 * The entitlement of customer `c` that a case on a day is used of: of those in force that day with a support level or
 * an allowance, that under the highest uptime target; ties as for the customer's support level. One without an
 * allowance covers every case.
 */
const bestOn = (day: string) => `
  select e.id as entitlement_id, coalesce(e.subscription_id, e.id) as allowance_id, e.cases, e.valid_to,
         coalesce(l.beyond_allowance, 'ALLOW') as beyond, coalesce(s.started_on, e.valid_from) as anchor
    from entitlement e
    join agreement a on a.id = e.agreement_id
    left join support_level l on l.id = e.support_level_id
    left join subscription s on s.id = e.subscription_id
   where e.customer_id = c.id and (e.cases is not null or e.support_level_id is not null)
     and e.valid_from <= ${day} and (e.valid_to is null or e.valid_to > ${day})
   order by a.uptime_target desc, e.valid_from, e.id limit 1`;

/**
 * Records what became of cases; an event older than what is on record changes nothing. Returns the allowances that
 * the cases were and are used of. Problems are the provider's own and use no case. Two statements.
 */
export async function recordUses(tx: Session, events: readonly CaseEvent[]): Promise<string[]> {
  const rows = await tx.query<{ before: string | null; after: string | null }>(
    `with given as (
       select g.*, c.id as known, c.time_zone,
              case when g.kind <> 'PROBLEM' and c.id is not null then g.closed_at end as closes_at
         from jsonb_to_recordset($1::jsonb)
              as g(ticket_id text, version integer, customer_id text, kind text, closed_at timestamptz(3))
         left join customer c on c.id = g.customer_id
     ), before as materialized (
       select u.ticket_id, u.allowance_id from case_use u join given g on g.ticket_id = u.ticket_id
     ), stored as (
       insert into case_use as u (ticket_id, version, customer_id, kind, closed_at, closed_on, entitlement_id,
                                  allowance_id, beyond)
       select g.ticket_id, g.version, g.customer_id, g.kind, g.closes_at, closing.day, best.entitlement_id,
              best.allowance_id, best.beyond
         from given g
         left join customer c on c.id = g.known
         cross join lateral (select (g.closes_at at time zone c.time_zone)::date as day) closing
         left join lateral (${bestOn('closing.day')}) best on true
        where g.customer_id is not null
       on conflict (ticket_id) do update set version = excluded.version, customer_id = excluded.customer_id,
          kind = excluded.kind, closed_at = excluded.closed_at, closed_on = excluded.closed_on,
          entitlement_id = excluded.entitlement_id, allowance_id = excluded.allowance_id, beyond = excluded.beyond
        where u.version < excluded.version
       returning u.ticket_id, u.allowance_id
     ), released as (
       update case_use u set version = g.version, closed_at = null, closed_on = null, entitlement_id = null,
                             allowance_id = null, beyond = null
         from given g where g.customer_id is null and u.ticket_id = g.ticket_id and u.version < g.version
       returning u.ticket_id, u.allowance_id
     )
     select b.allowance_id as before, n.allowance_id as after
       from (select * from stored union all select * from released) n left join before b using (ticket_id)`,
    [
      JSON.stringify(
        events.map(({ ticketId, customerId, closedAt, version, kind }) => ({
          ticket_id: ticketId,
          customer_id: customerId,
          closed_at: closedAt,
          version,
          kind,
        })),
      ),
    ],
  );
  return [...new Set(rows.flatMap(({ before, after }) => [before, after]))].filter((id) => id !== null);
}

/** Finds an entitlement for these customers' cases that had none so far; the allowances found. One statement. */
export async function attributeLateCases(tx: Session, customerIds: readonly string[]): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `update case_use u set entitlement_id = best.entitlement_id, allowance_id = best.allowance_id,
                           beyond = best.beyond
       from (select w.ticket_id, f.*
               from case_use w join customer c on c.id = w.customer_id
               cross join lateral (${bestOn('w.closed_on')}) f
              where w.customer_id = any($1::text[]) and w.entitlement_id is null and w.closed_at is not null) best
      where u.ticket_id = best.ticket_id
     returning u.allowance_id as id`,
    [[...customerIds]],
  );
  return [...new Set(rows.map(({ id }) => id))];
}

/**
 * Every closed case of these allowances, and whether it is to be charged: it is beyond its contract year's allowance,
 * in the order of closing, under a support level that charged such cases when it closed. One statement.
 */
export async function findCases(
  tx: Session,
  allowanceIds: readonly string[],
): Promise<(Charge & { charged: boolean })[]> {
  return tx.query<Charge & { charged: boolean }>(
    `select u.ticket_id as "ticketId", u.customer_id as "customerId", u.entitlement_id as "entitlementId",
            u.closed_at as "closedAt", u.number::integer as number, u.cases as allowed,
            coalesce(u.beyond = 'CHARGE' and u.number > u.cases, false) as charged
       from (select w.*, e.cases,
                    row_number() over (partition by w.allowance_id, y.year_from order by w.closed_at, w.ticket_id)
                      as number
               from case_use w
               join entitlement e on e.id = w.entitlement_id
               left join subscription s on s.id = e.subscription_id
               cross join lateral contract_year(coalesce(s.started_on, e.valid_from), w.closed_on) y
              where w.allowance_id = any($1::text[]) and w.closed_at is not null) u`,
    [[...allowanceIds]],
  );
}

/** The customers of these allowances' cases. One statement. */
export async function findCustomersOf(tx: Session, allowanceIds: readonly string[]): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    'select distinct customer_id as id from entitlement where coalesce(subscription_id, id) = any($1::text[])',
    [[...allowanceIds]],
  );
  return rows.map(({ id }) => id);
}

/** How each of these customers stands at an instant, those the session's scope sees; one statement. */
export async function findStandings(
  session: Session,
  customerIds: readonly string[],
  now: Date,
): Promise<Map<string, Standing>> {
  const rows = await session.query<Standing>(
    `select c.id as "customerId", best.entitlement_id as "entitlementId", best.cases as allowed,
            coalesce(used.count, 0)::integer as used, coalesce(best.beyond, 'ALLOW') as beyond,
            y.year_from as "yearFrom", y.year_to as "yearTo", least(y.year_to, best.valid_to) as until
       from customer c
       cross join lateral (select ($2::timestamptz at time zone c.time_zone)::date as day) today
       left join lateral (${bestOn('today.day')}) best on true
       left join lateral contract_year(best.anchor, today.day) y on best.entitlement_id is not null
       left join lateral (
         select count(*) from case_use u
          where u.allowance_id = best.allowance_id and u.closed_at is not null
            and u.closed_on >= y.year_from and u.closed_on < y.year_to) used on true
      where c.id = any($1::text[])`,
    [[...customerIds], now],
  );
  return new Map(rows.map((row) => [row.customerId, row]));
}

/**
 * How many cases were used of each of these entitlements' allowances in their contract year: the present one, or the
 * first or last day's where they do not hold today. By entitlement; one statement.
 */
export async function findUses(
  session: Session,
  entitlementIds: readonly string[],
  now: Date,
): Promise<Map<string, number>> {
  const rows = await session.query<{ id: string; used: number }>(
    `select e.id, (select count(*)::integer from case_use u
                    where u.allowance_id = coalesce(e.subscription_id, e.id) and u.closed_at is not null
                      and u.closed_on >= y.year_from and u.closed_on < y.year_to) as used
       from entitlement e
       join customer c on c.id = e.customer_id
       left join subscription s on s.id = e.subscription_id
       cross join lateral (select greatest(e.valid_from,
         least(($2::timestamptz at time zone c.time_zone)::date, e.valid_to - 1)) as day) asked
       cross join lateral contract_year(coalesce(s.started_on, e.valid_from), asked.day) y
      where e.id = any($1::text[])`,
    [[...entitlementIds], now],
  );
  return new Map(rows.map(({ id, used }) => [id, used]));
}

/**
 * Tells others how these customers stand, where it is not what they were last told; a customer that has used nothing
 * and is refused nothing need not be told at first. Two statements, and two for what is told.
 */
export async function tellStandings(
  tx: Session,
  standings: readonly (Standing & { refused: boolean })[],
): Promise<void> {
  const told = await tx.query<{ customerId: string; version: number }>(
    `insert into case_standing as k (customer_id, version, allowed, used, refused, year_to)
     select customer_id, 1, allowed, used, refused, year_to
       from jsonb_to_recordset($1::jsonb)
            as g(customer_id text, allowed integer, used integer, refused boolean, year_to date)
      where used > 0 or refused or exists (select 1 from case_standing s where s.customer_id = g.customer_id)
      order by customer_id
     on conflict (customer_id) do update set version = k.version + 1, allowed = excluded.allowed,
        used = excluded.used, refused = excluded.refused, year_to = excluded.year_to
      where (k.allowed, k.used, k.refused, k.year_to) is distinct from
            (excluded.allowed, excluded.used, excluded.refused, excluded.year_to)
     returning k.customer_id as "customerId", k.version`,
    [
      JSON.stringify(
        standings.map(({ customerId, allowed, used, refused, until }) => ({
          customer_id: customerId,
          allowed,
          used,
          refused,
          year_to: until,
        })),
      ),
    ],
  );
  const byCustomer = new Map(standings.map((one) => [one.customerId, one]));
  await emit(
    tx,
    told.map(({ customerId, version }) => {
      const {
        allowed = null,
        used = 0,
        beyond = 'ALLOW',
        refused = false,
      } = byCustomer.get(customerId) ?? {};
      return {
        type: 'plimsoll.case_allowance.updated.v1',
        subject: customerId,
        version,
        data: { id: customerId, externalId: null, source: null, customerId, allowed, used, beyond, refused },
      };
    }),
  );
}

/** Customers who were told something that may no longer hold: refused ones, and those whose year has passed. */
export async function findStale(tx: Session, now: Date, limit: number, after: string): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select k.customer_id as id from case_standing k join customer c on c.id = k.customer_id
      where (k.refused or k.year_to <= ($1::timestamptz at time zone c.time_zone)::date) and k.customer_id > $3
      order by k.customer_id limit $2`,
    [now, limit, after],
  );
  return rows.map(({ id }) => id);
}

/** Customers with an entitlement of one of these support levels that has not ended, after the given one in order. */
export async function findCustomersWithLevels(
  tx: Session,
  supportLevelIds: readonly string[],
  limit: number,
  after: string,
): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select distinct e.customer_id as id from entitlement e
      where e.support_level_id = any($1::text[]) and e.customer_id > $3
        and (e.valid_to is null or e.valid_to > e.valid_from)
      order by 1 limit $2`,
    [[...supportLevelIds], limit, after],
  );
  return rows.map(({ id }) => id);
}

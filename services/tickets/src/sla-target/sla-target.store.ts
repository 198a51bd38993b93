import type { Session } from '@plimsoll/shared';
import type { CopiedNoun, PromisedTimes } from '../entitlement-copy/index.js';
import type { FrozenTarget } from './sla-target.rules.js';

/** How far the targets of a ticket are known: frozen; waiting for what entitlements has yet to tell; or there are none. */
export type FreezingState = 'FROZEN' | 'AWAITING' | 'NONE';

/** What was promised for a ticket at an instant. */
export interface SlaTargetRow {
  ticketId: string;
  /** 0: at its opening; then one more for each change of its agreement. */
  revision: number;
  /** The instant at which the entitlements held. */
  at: Date;
  /** By when what is copied was known. */
  frozenAt: Date;
  state: FreezingState;
  /** The ids of what has not been told of yet. */
  awaits: string[];
  targets: FrozenTarget[];
}

/** For what targets are to be frozen, with what holds then; `isKnown`: whether its customer was told of. */
export interface FreezingQuestion {
  ticketId: string;
  revision: number;
  at: Date;
  customerId: string;
  isKnown: boolean;
  /** Frozen before, by what had happened until then; null: by all that is copied now. */
  knownBy: Date | null;
  holding: {
    entitlementId: string;
    agreementId: string;
    /** Null: not told of yet. */
    agreement: {
      uptimeTarget: number;
      validFrom: string;
      holds: boolean;
      calendarId: string | null;
      targets: PromisedTimes[];
    } | null;
  }[];
}

/** The advisory lock that keeps copies as they are: shared by those that count on them. */
export const COPIES_LOCK = 7_410_310;

/**
 * Keeps what is copied of entitlements as it is until the transaction ends: a freezing that reads it is committed
 * before news come in, and is found by them then, or begins after.
 */
export async function holdCopies(tx: Session): Promise<void> {
  await tx.query('select pg_advisory_xact_lock_shared($1)', [COPIES_LOCK]);
}

/** Waits for those that freeze targets by what is copied so far, and keeps others from it until the transaction ends. */
export async function changeCopies(tx: Session): Promise<void> {
  await tx.query('select pg_advisory_xact_lock($1)', [COPIES_LOCK]);
}

/**
 * What is to be frozen of these tickets: the opening of each that has no targets yet, and every revision that waits or
 * is outdated. An entitlement fits by the ticket's product, by one of its assets, or, where the product is not known, by
 * being of any product; dates are those of the customer's day. Where targets were frozen before, only what had happened by
 * then counts. Tickets of nobody have no targets. One statement.
 */
export async function findQuestions(tx: Session, ticketIds: readonly string[]): Promise<FreezingQuestion[]> {
  return tx.query<FreezingQuestion>(
    `select asked.ticket_id as "ticketId", asked.revision, asked.at, asked.known_by as "knownBy",
            t.customer_id as "customerId", z.id is not null as "isKnown", coalesce(jsonb_agg(jsonb_build_object(
              'entitlementId', e.id, 'agreementId', e.agreement_id,
              'agreement', case when a.id is not null then jsonb_build_object(
                'uptimeTarget', a.uptime_target, 'validFrom', a.valid_from, 'calendarId', a.calendar_id,
                'targets', a.targets, 'holds', a.status = 'IN_FORCE' and a.valid_from <= local.day
                  and (a.valid_to is null or a.valid_to > local.day)) end) order by e.id)
              filter (where e.id is not null), '[]') as holding
       from (select t.id as ticket_id, 0 as revision, t.opened_at as at, null::timestamptz as known_by
               from ticket t
              where t.id = any($1::text[])
                and not exists (select 1 from sla_target s where s.ticket_id = t.id and s.revision = 0)
             union all
             select s.ticket_id, s.revision, s.at, case when s.state <> 'AWAITING' then s.frozen_at end
               from sla_target s
              where s.ticket_id = any($1::text[]) and (s.state = 'AWAITING' or s.outdated)) asked
       join ticket t on t.id = asked.ticket_id
       left join customer_zone z on z.id = t.customer_id
       cross join lateral (select (asked.at at time zone coalesce(z.time_zone, 'UTC'))::date as day) local
       left join entitlement e on e.customer_id = t.customer_id
            and e.valid_from <= local.day and (e.valid_to is null or e.valid_to > local.day)
            and (asked.known_by is null or e.told_at <= asked.known_by)
            and (e.asset_id = any(t.asset_ids)
                 or case when t.product_id is not null then e.product_id = t.product_id
                         else e.asset_id is null or t.asset_ids = '{}' end)
       left join agreement a on a.id = e.agreement_id
      where t.customer_id is not null
      group by asked.ticket_id, asked.revision, asked.at, asked.known_by, t.customer_id, z.id`,
    [[...ticketIds]],
  );
}

/**
 * Begins another revision of a ticket's targets, by what is promised at an instant: to be frozen next. Returns its number.
 */
export async function addRevision(tx: Session, ticketId: string, at: Date): Promise<number> {
  const [added] = await tx.query<{ revision: number }>(
    `insert into sla_target (ticket_id, revision, at, frozen_at, state, outdated)
     select $1, coalesce(max(revision), -1) + 1, $2, $2, 'NONE', true from sla_target where ticket_id = $1
     returning revision`,
    [ticketId, at],
  );
  return added?.revision ?? 0;
}

/** What was promised for a ticket, revision by revision. */
export async function findTargets(session: Session, ticketId: string): Promise<SlaTargetRow[]> {
  return session.query<SlaTargetRow>(
    `select ticket_id as "ticketId", revision, at, frozen_at as "frozenAt", state, awaits, targets from sla_target
      where ticket_id = $1 order by revision`,
    [ticketId],
  );
}

/** Keeps what was promised; what is on record of the same revision is what was known before. One statement. */
export async function keepTargets(tx: Session, rows: readonly SlaTargetRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.query(
    `insert into sla_target (ticket_id, revision, at, frozen_at, state, awaits, targets)
     select "ticketId", revision, at, "frozenAt", state, awaits, targets
       from jsonb_to_recordset($1::jsonb) as given("ticketId" text, revision integer, at timestamptz,
         "frozenAt" timestamptz, state text, awaits text[], targets jsonb)
     on conflict (ticket_id, revision) do update set frozen_at = excluded.frozen_at, state = excluded.state,
       awaits = excluded.awaits, targets = excluded.targets, outdated = false`,
    [JSON.stringify(rows)],
  );
}

/** The customers whom news of these records are about. */
const CUSTOMERS: Record<CopiedNoun, string> = {
  customer: 'select unnest($1::text[])',
  entitlement: 'select customer_id from entitlement where id = any($1::text[])',
  agreement: 'select customer_id from entitlement where agreement_id = any($1::text[])',
  calendar:
    'select e.customer_id from agreement a join entitlement e on e.agreement_id = a.id where a.calendar_id = any($1::text[])',
  support_level: 'select null where $1::text[] is null',
};

/**
 * Marks the targets that were frozen without knowing what these news tell although it had happened, and those that
 * wait, of the customers whom the news are about. One statement. Returns whether there are any.
 *
 * @param since when the first of the news happened
 */
export async function markOutdated(
  tx: Session,
  noun: CopiedNoun,
  ids: readonly string[],
  since: Date,
): Promise<boolean> {
  if (ids.length === 0 || noun === 'support_level') return false;
  const marked = await tx.query(
    `update sla_target s set outdated = true from ticket t
      where t.id = s.ticket_id and t.customer_id in (${CUSTOMERS[noun]})
        and (s.state = 'AWAITING' or s.frozen_at >= $2) and not s.outdated returning 1`,
    [[...ids], since],
  );
  return marked.length > 0;
}

/**
 * Has the open clocks on these calendars settled anew, by whoever notices clocks next: the calendars are told of anew.
 * One statement.
 */
export async function recountOn(tx: Session, calendarIds: readonly string[]): Promise<void> {
  await tx.query(
    `update sla_clock set next_notice_at = started_at where calendar_id = any($1::text[]) and stopped_at is null`,
    [[...calendarIds]],
  );
}

/**
 * Tickets whose targets are to be frozen again, held until the transaction ends. Left are those that others hold, those of
 * which an import is still bringing the log, and the excepted ones.
 */
export async function lockOutdated(
  tx: Session,
  limit: number,
  except: readonly string[] = [],
): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select t.id from ticket t
      where t.id in (select s.ticket_id from sla_target s
                      where s.outdated and s.ticket_id <> all($2::text[])
                        and not exists (select 1 from ticket_arrival a where s.ticket_id = any(a.ticket_ids))
                      limit $1)
      order by t.id for update skip locked`,
    [limit, [...except]],
  );
  return rows.map(({ id }) => id);
}

/** Those of these tickets whose targets wait for what has not been told of, with when they were opened; one statement. */
export async function findAwaiting(
  session: Session,
  ticketIds: readonly string[],
): Promise<Map<string, Date>> {
  const rows = await session.query<{ id: string; at: Date }>(
    `select ticket_id as id, at from sla_target
      where ticket_id = any($1::text[]) and revision = 0 and state = 'AWAITING'`,
    [[...ticketIds]],
  );
  return new Map(rows.map(({ id, at }) => [id, at]));
}

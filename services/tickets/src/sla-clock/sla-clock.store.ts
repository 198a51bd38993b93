import type { Session } from '@plimsoll/shared';
import { COPIES_LOCK, type FreezingState, type FrozenTarget } from '../sla-target/index.js';
import type { SlaClockRecord } from './settlement.rules.js';
import type { LoggedStep } from './ticket-life.rules.js';

/** The select list of a clock `c`; the aliases are the properties of its record. */
export const clockColumns = `c.ticket_id as "ticketId", c.target, c.cycle, c.version, c.priority,
  c.target_ms::double precision as "targetMs", c.calendar_id as "calendarId",
  c.calendar_versions as "calendarVersions", c.agreement_id as "agreementId", c.entitlement_id as "entitlementId",
  c.started_at as "startedAt", c.stopped_at as "stoppedAt", c.due_at as "dueAt", c.status,
  c.paused_because as "pausedBecause", c.paused, c.elapsed_ms::double precision as "elapsedMs",
  c.elapsed_at as "elapsedAt", c.warned_percent as "warnedPercent", c.breached_at as "breachedAt",
  c.next_notice_at as "nextNoticeAt"`;

/** The clocks of each ticket as they were settled last, one slot a ticket, in order; one statement. */
export async function findClocks(
  session: Session,
  ticketIds: readonly string[],
): Promise<SlaClockRecord[][]> {
  const rows = await session.query<SlaClockRecord>(
    `select ${clockColumns} from sla_clock c where c.ticket_id = any($1::text[])
      order by c.started_at, array_position(array['FIRST_RESPONSE', 'UPDATE', 'RESOLUTION'], c.target), c.cycle`,
    [[...new Set(ticketIds)]],
  );
  const byTicket = new Map<string, SlaClockRecord[]>();
  for (const row of rows) byTicket.set(row.ticketId, [...(byTicket.get(row.ticketId) ?? []), row]);
  return ticketIds.map((id) => byTicket.get(id) ?? []);
}

/** A ticket with what its clocks follow from; instants in epoch milliseconds. */
export interface ClockedTicket {
  id: string;
  customerId: string | null;
  source: string | null;
  openedAt: Date;
  priority: string;
  firstRespondedAt: Date | null;
  resolvedAt: Date | null;
  closedAt: Date | null;
  steps: LoggedStep[];
  frozen: { revision: number; state: FreezingState; targets: FrozenTarget[] }[];
}

/**
 * These tickets with their logs, as far as they decide about clocks, and their frozen targets; what is copied of calendars
 * stays as it is from then on until the transaction ends. One statement.
 */
export async function findClockedTickets(
  session: Session,
  ticketIds: readonly string[],
): Promise<ClockedTicket[]> {
  return session.query<ClockedTicket>(
    `select t.id, t.customer_id as "customerId", t.source, t.opened_at as "openedAt", t.priority,
            t.first_responded_at as "firstRespondedAt", t.resolved_at as "resolvedAt", t.closed_at as "closedAt",
            coalesce((select jsonb_agg(jsonb_build_object('sequence', e.sequence,
                'at', (extract(epoch from e.at) * 1000)::bigint, 'type', e.type, 'from', e.from_value,
                'to', e.to_value, 'actorId', e.actor_id, 'isPublic', e.is_public, 'byDesk', e.by_desk,
                'policy', e.clock_policy, 'corrects', e.corrects,
                'isImported', e.file_sequence is not null) order by e.sequence)
              from ticket_event e where e.ticket_id = t.id
               and e.type not in ('ASSIGNED', 'ROUTED', 'SLA_WARNED', 'SLA_BREACHED', 'SLA_BREACH_WITHDRAWN')
               and (e.file_sequence is not null or e.type not in ('OPENED', 'NOTED', 'UPDATED'))), '[]') as steps,
            coalesce((select jsonb_agg(jsonb_build_object('revision', s.revision, 'state', s.state,
                'targets', s.targets) order by s.revision)
              from sla_target s where s.ticket_id = t.id), '[]') as frozen
       from (select pg_advisory_xact_lock_shared($2)) held, ticket t
      where t.id = any($1::text[]) and exists (select 1 from sla_target s where s.ticket_id = t.id)`,
    [[...ticketIds], COPIES_LOCK],
  );
}

/** Keeps clocks as they are settled now; one statement. */
export async function keepClocks(tx: Session, clocks: readonly SlaClockRecord[]): Promise<void> {
  if (clocks.length === 0) return;
  await tx.query(
    `insert into sla_clock (ticket_id, target, cycle, version, priority, target_ms, calendar_id, calendar_versions,
       agreement_id, entitlement_id, started_at, stopped_at, due_at, status, paused_because, paused, elapsed_ms,
       elapsed_at, warned_percent, breached_at, next_notice_at)
     select "ticketId", target, cycle, version, priority, "targetMs", "calendarId", "calendarVersions",
       "agreementId", "entitlementId", "startedAt", "stoppedAt", "dueAt", status, "pausedBecause", paused, "elapsedMs",
       "elapsedAt", "warnedPercent", "breachedAt", "nextNoticeAt"
       from jsonb_to_recordset($1::jsonb) as given("ticketId" text, target text, cycle integer, version integer,
         priority text, "targetMs" bigint, "calendarId" text, "calendarVersions" jsonb, "agreementId" text,
         "entitlementId" text, "startedAt" timestamptz, "stoppedAt" timestamptz, "dueAt" timestamptz, status text,
         "pausedBecause" text, paused boolean, "elapsedMs" bigint, "elapsedAt" timestamptz, "warnedPercent" integer,
         "breachedAt" timestamptz, "nextNoticeAt" timestamptz)
      order by "stoppedAt" nulls last
     on conflict (ticket_id, target, cycle) do update set version = excluded.version, priority = excluded.priority,
       target_ms = excluded.target_ms, calendar_id = excluded.calendar_id,
       calendar_versions = excluded.calendar_versions, agreement_id = excluded.agreement_id,
       entitlement_id = excluded.entitlement_id, started_at = excluded.started_at, stopped_at = excluded.stopped_at,
       due_at = excluded.due_at, status = excluded.status, paused_because = excluded.paused_because,
       paused = excluded.paused, elapsed_ms = excluded.elapsed_ms, elapsed_at = excluded.elapsed_at,
       warned_percent = excluded.warned_percent, breached_at = excluded.breached_at,
       next_notice_at = excluded.next_notice_at`,
    [JSON.stringify(clocks)],
  );
}

/**
 * Tickets of which there is something to notice by now, held until the transaction ends. Left are those that others hold,
 * and the excepted ones. The longest overdue first.
 */
export async function lockNoticeable(
  tx: Session,
  now: Date,
  limit: number,
  except: readonly string[] = [],
): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select t.id from ticket t
      where t.id in (select ticket_id from sla_clock where next_notice_at <= $1 and ticket_id <> all($3::text[])
                      order by next_notice_at limit $2)
      order by t.id for update skip locked`,
    [now, limit, [...except]],
  );
  return rows.map(({ id }) => id);
}

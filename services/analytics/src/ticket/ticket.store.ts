import type { Session } from '@plimsoll/shared';
import { Copies, recordsText } from '../copy/index.js';

/** Copies of tickets. */
export const ticketCopies = new Copies('ticket', {
  external_id: 'text',
  source: 'text',
  kind: 'text',
  status: 'text',
  nature: 'text',
  phase: 'text',
  priority: 'text',
  severity: 'text',
  channel: 'text',
  tier: 'text',
  category: 'text',
  team_id: 'text',
  queue_id: 'text',
  assignee_id: 'text',
  customer_id: 'text',
  product_id: 'text',
  asset_ids: 'text[]',
  parent_id: 'text',
  merged_into_id: 'text',
  opened_at: 'timestamptz',
  first_responded_at: 'timestamptz',
  resolved_at: 'timestamptz',
  closed_at: 'timestamptz',
  reopened_count: 'integer',
  reassigned_count: 'integer',
  satisfaction: 'integer',
  external_verdict: 'text',
});

/** Copies of the outage side of tickets. */
export const incidentCopies = new Copies('incident', {
  planned: 'boolean',
  started_at: 'timestamptz',
  detected_at: 'timestamptz',
  acknowledged_at: 'timestamptz',
  mitigated_at: 'timestamptz',
  restored_at: 'timestamptz',
  announced_from: 'timestamptz',
  announced_to: 'timestamptz',
  notice_given_at: 'timestamptz',
  cause_category: 'text',
  caused_by_change_id: 'text',
});

/** Copies of escalations; whose customer they concern their tickets say. */
export const escalationCopies = new Copies('escalation', {
  ticket_id: 'text',
  kind: 'text',
  raised_at: 'timestamptz',
  acknowledged_at: 'timestamptz',
  ended_at: 'timestamptz',
  ended_because: 'text',
});

/** All clocks of a ticket; instants as RFC 3339 text in UTC. */
export interface ClockStatement {
  ticketId: string;
  version: number;
  /** Counts as long as nothing is told of the ticket. */
  customerId: string | null;
  clocks: {
    target: string;
    cycle: number;
    status: string;
    priority: string | null;
    agreementId: string | null;
    entitlementId: string | null;
    startedAt: string | null;
    dueAt: string | null;
    stoppedAt: string | null;
    breachedAt: string | null;
  }[];
}

/** Replaces what is on record of the clocks of these tickets, one statement each, where theirs is newer. */
export async function replaceClocks(tx: Session, statements: readonly ClockStatement[]): Promise<void> {
  const newer = await tx.query<{ id: string; isFirst: boolean }>(
    `insert into sla_clock_statement as kept (ticket_id, version)
     select "ticketId", version from json_to_recordset($1::json) as given("ticketId" text, version integer)
     on conflict (ticket_id) do update set version = excluded.version where kept.version < excluded.version
     returning ticket_id as id, xmax = 0 as "isFirst"`,
    [JSON.stringify(statements.map(({ ticketId, version }) => ({ ticketId, version })))],
  );
  if (newer.length === 0) return;
  const ids = new Set(newer.map(({ id }) => id));
  // A row that was inserted, not updated, has no deleting transaction.
  const restated = newer.filter(({ isFirst }) => !isFirst).map(({ id }) => id);
  if (restated.length > 0)
    await tx.query('delete from sla_clock where ticket_id = any($1::text[])', [restated]);
  const clocks = statements
    .filter(({ ticketId }) => ids.has(ticketId))
    .flatMap(({ clocks: listed, ...statement }) => listed.map((clock) => ({ ...clock, ...statement })));
  await tx.query(
    `insert into sla_clock (ticket_id, target, cycle, version, status, priority, customer_id, agreement_id,
       entitlement_id, started_at, due_at, stopped_at, breached_at)
     select g."ticketId", g.target, g.cycle, g.version, g.status, g.priority,
            case when t.id is null then g."customerId" else t.customer_id end, g."agreementId", g."entitlementId", g."startedAt", g."dueAt", g."stoppedAt", g."breachedAt"
       from json_to_recordset($1::json) as g("ticketId" text, target text, cycle integer, version integer,
         status text, priority text, "customerId" text, "agreementId" text, "entitlementId" text, "startedAt" timestamptz,
         "dueAt" timestamptz, "stoppedAt" timestamptz, "breachedAt" timestamptz)
       left join ticket t on t.id = g."ticketId"`,
    [recordsText(clocks)],
  );
}

/** Lets clocks and escalations of these tickets concern the customers of the tickets; two statements. */
export async function followTickets(tx: Session, ticketIds: readonly string[]): Promise<void> {
  for (const table of ['sla_clock', 'escalation']) {
    await tx.query(
      `update ${table} f set customer_id = t.customer_id from ticket t
        where t.id = any($1::text[]) and f.ticket_id = t.id and f.customer_id is distinct from t.customer_id`,
      [ticketIds],
    );
  }
}

/** Lets these escalations concern the customers of their tickets; one statement. */
export async function placeEscalations(tx: Session, ids: readonly string[]): Promise<void> {
  await tx.query(
    `update escalation e set customer_id = t.customer_id
       from escalation own left join ticket t on t.id = own.ticket_id
      where own.id = any($1::text[]) and e.id = own.id and e.customer_id is distinct from t.customer_id`,
    [ids],
  );
}

/** Forgets tickets, incidents, clocks and escalations. */
export async function clearTickets(tx: Session): Promise<void> {
  for (const table of ['ticket', 'incident', 'sla_clock', 'sla_clock_statement', 'escalation']) {
    await tx.query(`delete from ${table}`);
  }
}

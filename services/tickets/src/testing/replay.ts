import type { Database } from '@plimsoll/shared';
import { initialPhase, phaseAfter, type TicketPhase } from '../ticket-phase/index.js';
import { TicketStatus, type TicketChannel, type TicketKind } from '../ticket/index.js';

/** What the log of a ticket tells of it. */
export interface Replayed {
  status: string | null;
  phase: TicketPhase | null;
  assigneeId: string | null;
  teamId: string | null;
  queueId: string | null;
  tier: string | null;
  priority: string | null;
  parentId: string | null;
  mergedIntoId: string | null;
  reassignedCount: number;
  reopenedCount: number;
  satisfaction: number | null;
  resolvedAt: string | null;
  closedAt: string | null;
}

interface LoggedEvent {
  sequence: number;
  type: string;
  at: Date;
  from: string | null;
  to: string | null;
}

const STATUSES: readonly string[] = Object.values(TicketStatus);
const TIERS = ['L0', 'ADMIN', 'L1', 'L2', 'L3', 'L4', 'THIRD_PARTY'];

/** The state to which the log of a ticket leads from what it was opened with; written apart from what wrote the log. */
function replay(
  ticket: { kind: TicketKind; channel: TicketChannel | null },
  opening: Replayed,
  log: readonly LoggedEvent[],
): Replayed {
  const state = { ...opening };
  const goTo = (assigneeId: string | null) => {
    if (state.assigneeId !== null && assigneeId !== null && assigneeId !== state.assigneeId)
      state.reassignedCount += 1;
    state.assigneeId = assigneeId;
  };
  for (const { type, at, from, to } of log) {
    if (to !== null && STATUSES.includes(to) && type !== 'STATUS_UPDATED') state.status = to;
    state.phase = phaseAfter(ticket, state.phase, type);
    const named = to ?? from ?? '';
    if (type === 'ASSIGNED') goTo(to);
    if (type === 'ESCALATED' && to !== null && TIERS.includes(to)) state.tier = to;
    if (type === 'ROUTED' && named.startsWith('tem_')) state.teamId = to;
    if (type === 'ROUTED' && named.startsWith('que_')) state.queueId = to;
    if (type === 'HANDED_OVER') state.tier = 'L4';
    if (type === 'TAKEN_BACK') state.tier = 'L3';
    if (type === 'PRIORITY_CHANGED') state.priority = to;
    if (type === 'FOLLOWED') state.parentId = to;
    if (type === 'UNFOLLOWED') state.parentId = null;
    if (type === 'MERGED') state.mergedIntoId = to;
    if (type === 'UNMERGED') state.mergedIntoId = null;
    if (type === 'RATED') state.satisfaction = Number(to);
    if (type === 'RESOLVED') state.resolvedAt = at.toISOString();
    if (type === 'CLOSED') state.closedAt = at.toISOString();
    if (type === 'REOPENED' || type === 'UNMERGED') state.closedAt = null;
    if (type === 'REOPENED') {
      state.resolvedAt = null;
      state.reopenedCount += 1;
    }
  }
  return state;
}

/** What is wrong with the tickets of a database: one line each; none where their logs and versions are as they must be. */
export async function faultsOf(database: Database, ids: readonly string[]): Promise<string[]> {
  return database.transaction({ kind: 'SYSTEM' }, async (tx) => {
    const faults: string[] = [];
    for (const id of ids) {
      const [row] = await tx.query<
        Replayed & {
          kind: TicketKind;
          channel: TicketChannel | null;
          version: number;
          resolvedAt: Date;
          closedAt: Date;
        }
      >(
        `select kind, channel, version, status, phase, assignee_id as "assigneeId", team_id as "teamId",
           queue_id as "queueId", tier, priority, parent_id as "parentId", merged_into_id as "mergedIntoId",
           reassigned_count as "reassignedCount", reopened_count as "reopenedCount", satisfaction,
           resolved_at as "resolvedAt", closed_at as "closedAt" from ticket where id = $1`,
        [id],
      );
      if (!row) return [`${id} is gone`];
      const log = await tx.query<LoggedEvent>(
        `select sequence, type, at, from_value as "from", to_value as "to" from ticket_event
          where ticket_id = $1 order by sequence`,
        [id],
      );
      const history = await tx.query<{ version: number; fields: { name: string; after: unknown }[] }>(
        `select version, fields from history where record_type = 'ticket' and record_id = $1 order by version`,
        [id],
      );
      const told = await tx.query<{ version: number }>(
        `select version from outbox where subject = $1 and type like 'plimsoll.ticket.%' order by seq`,
        [id],
      );
      const { kind, channel, version, ...is } = row;
      const first = Object.fromEntries((history[0]?.fields ?? []).map((field) => [field.name, field.after]));
      const begun = (name: string) => (first[name] as string | null | undefined) ?? null;
      const opening: Replayed = {
        status: null,
        phase: initialPhase(kind, channel),
        assigneeId: begun('assigneeId'),
        teamId: begun('teamId'),
        queueId: begun('queueId'),
        tier: begun('tier'),
        priority: begun('priority'),
        parentId: null,
        mergedIntoId: null,
        reassignedCount: 0,
        reopenedCount: 0,
        satisfaction: null,
        resolvedAt: null,
        closedAt: null,
      };
      const replayed = JSON.stringify(replay({ kind, channel }, opening, log));
      const stored = JSON.stringify({
        ...is,
        resolvedAt: is.resolvedAt?.toISOString() ?? null,
        closedAt: is.closedAt?.toISOString() ?? null,
      });
      if (replayed !== stored) faults.push(`${id} is ${stored}, its log tells ${replayed}`);
      if (log.some(({ sequence }, index) => sequence !== index + 1))
        faults.push(`${id} has a gap in its log`);
      const counted = (rows: readonly { version: number }[]) =>
        rows.length === version && rows.every((one, index) => one.version === index + 1);
      if (!counted(history))
        faults.push(`${id} at ${version} has the history ${history.map((one) => one.version).join()}`);
      if (!counted(told)) faults.push(`${id} at ${version} told ${told.map((one) => one.version).join()}`);
    }
    const clocks = await tx.query<{ ticket_id: string; target: string }>(
      `select ticket_id, target from sla_clock where stopped_at is null group by ticket_id, target having count(*) > 1`,
    );
    for (const { ticket_id, target } of clocks) faults.push(`${ticket_id} has two open clocks for ${target}`);
    const closed = await tx.query<{ id: string; target: string }>(
      `select t.id, c.target from sla_clock c join ticket t on t.id = c.ticket_id
        where c.stopped_at is null and t.status in ('RESOLVED', 'CLOSED') and c.status in ('RUNNING', 'PAUSED')`,
    );
    for (const { id, target } of closed) faults.push(`${id} is finished and its clock for ${target} runs on`);
    return faults;
  });
}

import { checkText, invalid, type Session } from '@plimsoll/shared';
import { requireSeen } from '../account/index.js';
import { endIncident } from '../incident/index.js';
import { queueRecords } from '../queue/index.js';
import { ClockPolicy } from '../sla-clock/index.js';
import { teamRecords } from '../team/index.js';
import { checkSatisfaction, statusAfter, type TicketPriority, type TicketRecord } from '../ticket/index.js';
import { findMergedInto } from './merged.store.js';
import { LONGEST_REASON, LONGEST_TEXT } from './ticket-step.rules.js';
import type { Decision, Happening } from './ticket-step.service.js';

/** A text where one is given. @throws DomainError `INVALID` naming the field */
export function optionalText(
  text: string | null | undefined,
  field: string,
  longest = LONGEST_TEXT,
): string | null {
  return text == null ? null : checkText(text, field, longest);
}

/** To whom a ticket goes; what is left out stays as it is, null removes it. */
export interface Assignment {
  assigneeId?: string | null | undefined;
  teamId?: string | null | undefined;
  queueId?: string | null | undefined;
  reason?: string | null | undefined;
}

/** A ticket goes to a person, a team or a queue. @throws DomainError for those that are not there, or where none is named */
export async function decideAssignment(
  tx: Session,
  ticket: TicketRecord,
  given: Assignment,
): Promise<Decision> {
  const { assigneeId, teamId, queueId } = given;
  if (assigneeId === undefined && teamId === undefined && queueId === undefined) {
    throw invalid('Say to which person, team or queue the ticket goes.', ['assigneeId']);
  }
  if (teamId != null) await teamRecords.require(tx, teamId, ['teamId']);
  if (queueId != null) await queueRecords.require(tx, queueId, ['queueId']);
  const text = optionalText(given.reason, 'reason', LONGEST_REASON);
  const events: Happening[] = [];
  if (assigneeId !== undefined && assigneeId !== ticket.assigneeId) {
    events.push({ type: 'ASSIGNED', from: ticket.assigneeId, to: assigneeId, text });
  }
  if (teamId !== undefined && teamId !== ticket.teamId) {
    events.push({ type: 'ROUTED', from: ticket.teamId, to: teamId, text });
  }
  if (queueId !== undefined && queueId !== ticket.queueId) {
    events.push({ type: 'ROUTED', from: ticket.queueId, to: queueId, text });
  }
  return {
    changes: {
      status: statusAfter(ticket.status, { type: 'ASSIGNED' }),
      ...(await assigned(tx, ticket, assigneeId)),
      ...(teamId === undefined ? {} : { teamId }),
      ...(queueId === undefined ? {} : { queueId }),
    },
    events,
  };
}

/** The new assignee, counted where the ticket goes from one person to another. */
export async function assigned(
  tx: Session,
  ticket: TicketRecord,
  assigneeId: string | null | undefined,
): Promise<Partial<TicketRecord>> {
  if (assigneeId === undefined) return {};
  if (assigneeId !== null) await requireSeen(tx, 'person', [assigneeId], ['assigneeId']);
  const handedOn = ticket.assigneeId !== null && assigneeId !== null && assigneeId !== ticket.assigneeId;
  return { assigneeId, reassignedCount: ticket.reassignedCount + (handedOn ? 1 : 0) };
}

/** A ticket gets another priority. @throws DomainError where it is the one it has, or no reason is given */
export function decidePriority(
  ticket: TicketRecord,
  given: { priority: TicketPriority; reason: string; clocks?: ClockPolicy | null | undefined },
): Decision {
  if (given.priority === ticket.priority) {
    throw invalid(`The ticket has the priority ${given.priority} already.`, ['priority']);
  }
  return {
    changes: {
      status: statusAfter(ticket.status, { type: 'PRIORITY_CHANGED' }),
      priority: given.priority,
    },
    events: [
      {
        type: 'PRIORITY_CHANGED',
        from: ticket.priority,
        to: given.priority,
        text: checkText(given.reason, 'reason', LONGEST_REASON),
        clockPolicy: given.clocks ?? ClockPolicy.RETROACTIVE,
      },
    ],
  };
}

/** A ticket is resolved; the outage of an incident ends, and that of those that turned out to be the same. */
export function decideResolution(
  ticket: TicketRecord,
  given: { text?: string | null | undefined },
  now: Date,
): Decision {
  const status = statusAfter(ticket.status, { type: 'RESOLVED' });
  const text = optionalText(given.text, 'text');
  return {
    changes: { status, resolvedAt: now },
    events: [{ type: 'RESOLVED', from: ticket.status, to: status, text, isPublic: true }],
    after: async (tx, author) => {
      await endIncident(tx, author, ticket.id, now);
      for (const id of await findMergedInto(tx, ticket.id)) await endIncident(tx, author, id, now);
    },
  };
}

/** A resolved ticket is closed. @throws DomainError for a satisfaction outside of 1–5 */
export function decideClosing(
  ticket: TicketRecord,
  given: { text?: string | null | undefined; satisfaction?: number | null | undefined },
  now: Date,
): Decision {
  const status = statusAfter(ticket.status, { type: 'CLOSED' });
  const text = optionalText(given.text, 'text');
  const rating = given.satisfaction == null ? null : rated(ticket, given.satisfaction, null);
  return {
    changes: { status, closedAt: now, ...rating?.changes },
    events: [
      { type: 'CLOSED', from: ticket.status, to: status, text, isPublic: true },
      ...(rating?.events ?? []),
    ],
  };
}

/** What a customer thinks of a ticket. @throws DomainError for a satisfaction outside of 1–5 */
export function rated(ticket: TicketRecord, satisfaction: number, text: string | null): Decision {
  const from = ticket.satisfaction === null ? null : String(ticket.satisfaction);
  return {
    changes: { satisfaction: checkSatisfaction(satisfaction) },
    events: [{ type: 'RATED', from, to: String(satisfaction), text, isPublic: true }],
  };
}

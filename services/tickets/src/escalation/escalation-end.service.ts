import { authorize, checkText, type Author, type RequestContext, type Session } from '@plimsoll/shared';
import { EscalationKind } from '../escalation-form/index.js';
import { DESK_ROLES, LONGEST_TEXT, takeStepWithin, ticketAuthorOf } from '../ticket-step/index.js';
import { isOpen, type TicketRecord } from '../ticket/index.js';
import type { AcknowledgeEscalationInput } from './escalation-input.types.js';
import { escalationNotOpen } from './escalation.errors.js';
import { EscalationEnd, EscalationStatus, statusOfEscalation } from './escalation.rules.js';
import {
  endRuns,
  escalationRecords,
  findOpenEscalations,
  type EscalationRecord,
} from './escalation.store.js';

/**
 * Takes an escalation on: the policy that raised it goes no further, and nobody else is waited for. Roles: admin, agent,
 * operator, manager, executive.
 */
export async function acknowledgeEscalation(
  context: RequestContext,
  input: AcknowledgeEscalationInput,
): Promise<EscalationRecord> {
  authorize(context, ...DESK_ROLES, 'executive');
  const author = ticketAuthorOf(context);
  const { now } = context;
  const note = input.note ? checkText(input.note, 'note', LONGEST_TEXT) : null;
  const acknowledged = await context.session.transaction(async (tx) => {
    const { ticketId, kind } = await escalationRecords.require(tx, input.id, ['id']);
    // The ticket is held before its escalations and runs, by everybody.
    await takeStepWithin(tx, author, { id: ticketId }, now, async () => {
      const escalation = await escalationRecords.update(
        tx,
        author,
        input.id,
        input.expectedVersion,
        (current) => {
          if (statusOfEscalation(current) !== EscalationStatus.OPEN) throw escalationNotOpen();
          return { acknowledgedAt: now, acknowledgedById: author.actorId, note };
        },
      );
      if (escalation.runId !== null) {
        await endRuns(tx, { runId: escalation.runId }, now, EscalationEnd.ACKNOWLEDGED);
        await endEscalations(tx, author, { runId: escalation.runId }, now, EscalationEnd.ACKNOWLEDGED);
      }
      return {
        changes: {},
        events: [
          { type: 'ESCALATION_ACKNOWLEDGED', text: note, isPublic: kind === EscalationKind.REQUESTED },
        ],
      };
    });
    return escalationRecords.require(tx, input.id, ['id']);
  });
  context.clearLoaders();
  return acknowledged;
}

/** Ends the escalations of tickets, or of one run, that nobody has acknowledged. The tickets are held. */
export async function endEscalations(
  tx: Session,
  author: Author,
  of: { ticketIds: readonly string[] } | { runId: string },
  at: Date,
  because: EscalationEnd,
): Promise<void> {
  const open = await findOpenEscalations(tx, of);
  await escalationRecords.updateAll(
    tx,
    author,
    open.map((one): [EscalationRecord, EscalationRecord] => [
      one,
      { ...one, endedAt: at, endedBecause: because },
    ]),
  );
}

/** Ends what is under way of tickets that want no more work; what follows a step. Two statements, more where there is any. */
export async function settleEscalations(
  tx: Session,
  tickets: readonly Pick<TicketRecord, 'id' | 'status'>[],
  now: Date,
): Promise<void> {
  const done = tickets.filter(({ status }) => !isOpen(status)).map(({ id }) => id);
  if (done.length === 0) return;
  await endRuns(tx, { ticketIds: done }, now, EscalationEnd.TICKET_DONE);
  await endEscalations(tx, { actorId: null }, { ticketIds: done }, now, EscalationEnd.TICKET_DONE);
}

import { checkText, invalid, type RequestContext } from '@plimsoll/shared';
import { takeTurn } from '../ticket-event/index.js';
import { storeLinks, TicketLinkType } from '../ticket-link/index.js';
import {
  DESK_ROLES,
  LONGEST_SUBJECT,
  LONGEST_TEXT,
  openTickets,
  takeStep,
  takeStepWithin,
} from '../ticket-step/index.js';
import {
  blankTicket,
  ProblemNature,
  statusAfter,
  ticketRecords,
  TicketKind,
  TicketTier,
  WaitingReason,
  type TicketRecord,
} from '../ticket/index.js';
import { checkFollowable, checkFollower } from './ticket-follow.rules.js';
import { findAncestors } from './ticket-follow.store.js';
import type { HandToEngineeringInput } from './ticket-follow.types.js';

/**
 * Hands what is behind a customer's ticket to engineering: to a problem that is there, or to a new one. The ticket stays
 * with whom it is, waits for the problem and follows it. Roles: admin, agent, operator, manager.
 */
export function handToEngineering(
  context: RequestContext,
  input: HandToEngineeringInput,
): Promise<TicketRecord> {
  const text = () => checkText(input.text, 'text', LONGEST_TEXT);
  const known = input.problemId ?? null;
  return takeStep(
    context,
    DESK_ROLES,
    input,
    async (ticket, tx) => {
      if (ticket.kind === TicketKind.PROBLEM) throw invalid('A problem is handed over itself.', ['id']);
      const problem =
        known === null
          ? problemFor(ticket, input, context.now)
          : await ticketRecords.require(tx, known, ['problemId']);
      if (known !== null) {
        if (problem.kind !== TicketKind.PROBLEM) throw invalid('Engineering takes problems.', ['problemId']);
        checkFollowable(problem);
        checkFollower(ticket, known, await findAncestors(tx, known));
      }
      const status = statusAfter(ticket.status, { type: 'WAITED', on: WaitingReason.PROBLEM });
      const waited = { type: 'WAITED', from: ticket.status, to: status, text: text() };
      if (known === null) {
        const author = { actorId: context.principal.personId ?? null, subject: context.principal.subject };
        await openTickets(tx, author, [problem], context.now, { isPublic: false, beginsOutage: false });
        await takeStepWithin(tx, author, { id: problem.id }, context.now, (opened) => ({
          changes: { status: statusAfter(opened.status, { type: 'WORKED_ON' }) },
          events: [
            { type: 'ACKNOWLEDGED' },
            { type: 'HANDED_OVER', to: input.reference ?? null, text: text() },
          ],
        }));
      }
      return {
        changes: { status, parentId: problem.id },
        events: [waited, { type: 'FOLLOWED', from: ticket.parentId, to: problem.id }],
        after: (inTx, author) =>
          storeLinks(
            inTx,
            author,
            [
              {
                ticketId: ticket.id,
                type:
                  problem.nature === ProblemNature.ENHANCEMENT
                    ? TicketLinkType.ASKS_FOR
                    : TicketLinkType.CAUSED_BY,
                toTicketId: problem.id,
                toChangeId: null,
                toReleaseId: null,
              },
            ],
            context.now,
          ),
      };
    },
    takeTurn,
  );
}

function problemFor(ticket: TicketRecord, input: HandToEngineeringInput, now: Date): TicketRecord {
  if (input.reference != null) checkText(input.reference, 'reference', 200);
  return {
    ...blankTicket(now),
    kind: TicketKind.PROBLEM,
    nature: input.nature,
    subject: input.subject == null ? ticket.subject : checkText(input.subject, 'subject', LONGEST_SUBJECT),
    description: checkText(input.text, 'text', LONGEST_TEXT),
    priority: ticket.priority,
    category: ticket.category,
    tier: TicketTier.L4,
    teamId: ticket.teamId,
    assigneeId: ticket.assigneeId,
    assetIds: ticket.assetIds,
    productId: ticket.productId,
  };
}

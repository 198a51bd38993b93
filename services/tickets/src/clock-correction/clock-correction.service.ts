import { authorize, checkText, invalid, type RequestContext } from '@plimsoll/shared';
import { settleClocks } from '../sla-clock/index.js';
import { addRevision, findTargets, freezeTargets } from '../sla-target/index.js';
import { LONGEST_REASON, takeStep } from '../ticket-step/index.js';
import type { TicketRecord } from '../ticket/index.js';
import { checkCorrection, checkPause } from './clock-correction.rules.js';
import { findCorrectableEvents, lockTicketsToRecompute } from './clock-correction.store.js';
import type {
  ApplyCurrentAgreementInput,
  CorrectTicketEventInput,
  RecomputeClocksInput,
  RecomputedClocks,
  RecordTicketPauseInput,
} from './clock-correction.types.js';

const CORRECTING_ROLES = ['admin', 'operator', 'manager'] as const;
const AT_ONCE = 1_000;

/** Tells afterwards that a ticket stood still: clocks are counted again without it. Roles: admin, operator, manager. */
export function recordTicketPause(
  context: RequestContext,
  input: RecordTicketPauseInput,
): Promise<TicketRecord> {
  return takeStep(context, CORRECTING_ROLES, input, ({ openedAt }) => {
    checkPause(input, { openedAt, now: context.now });
    return {
      changes: {},
      events: [
        {
          type: 'PAUSE_RECORDED',
          from: input.from.toISOString(),
          to: input.to.toISOString(),
          text: checkText(input.reason, 'reason', LONGEST_REASON),
        },
      ],
    };
  });
}

/**
 * Tells when an event of a ticket really happened; the event stays as it was told, and clocks are counted again. Roles:
 * admin, operator, manager.
 */
export function correctTicketEvent(
  context: RequestContext,
  input: CorrectTicketEventInput,
): Promise<TicketRecord> {
  return takeStep(context, CORRECTING_ROLES, input, async (ticket, tx) => {
    const { openedAt } = ticket;
    const events = await findCorrectableEvents(tx, ticket.id);
    const event = checkCorrection(events, input, { openedAt, now: context.now });
    return {
      changes: instantsAfter(ticket, event.at, input.at),
      events: [
        {
          type: 'CORRECTED',
          corrects: event.sequence,
          from: event.at.toISOString(),
          to: input.at.toISOString(),
          text: checkText(input.reason, 'reason', LONGEST_REASON),
        },
      ],
    };
  });
}

/** What the ticket's record says of the same instant. */
function instantsAfter(ticket: TicketRecord, was: Date, is: Date): Partial<TicketRecord> {
  const names = ['firstRespondedAt', 'resolvedAt', 'closedAt'] as const;
  return Object.fromEntries(
    names.filter((name) => ticket[name]?.getTime() === was.getTime()).map((name) => [name, is]),
  );
}

/**
 * Has a ticket counted by what its customer is promised now instead of when it was opened. Roles: admin, operator,
 * manager.
 *
 * @throws DomainError `INVALID` for a ticket of nobody, and where the same is promised
 */
export function applyCurrentAgreement(
  context: RequestContext,
  input: ApplyCurrentAgreementInput,
): Promise<TicketRecord> {
  return takeStep(context, CORRECTING_ROLES, input, async (ticket, tx) => {
    if (ticket.customerId === null) throw invalid('Nothing is promised to nobody.', ['id']);
    const text = checkText(input.reason, 'reason', LONGEST_REASON);
    const before = (await findTargets(tx, ticket.id)).at(-1);
    const revision = await addRevision(tx, ticket.id, context.now);
    await freezeTargets(tx, [ticket.id], context.now);
    const after = (await findTargets(tx, ticket.id)).at(-1);
    if (
      before &&
      after?.state !== 'AWAITING' &&
      JSON.stringify(before.targets) === JSON.stringify(after?.targets)
    ) {
      throw invalid('The same is promised now as the ticket is counted by.', ['id']);
    }
    return {
      changes: {},
      events: [{ type: 'AGREEMENT_CHANGED', to: String(revision), text, clockPolicy: input.clocks }],
    };
  });
}

/**
 * Computes clocks again from the logs of tickets, and freezes the targets of those that have none yet. Whatever differs
 * from what is on record is put right, and told as it would have been. Roles: admin, operator.
 *
 * @throws DomainError `INVALID` unless exactly one of tickets and place is given, or for more than 1,000 tickets
 */
export async function recomputeClocks(
  context: RequestContext,
  { ticketIds, afterId }: RecomputeClocksInput,
): Promise<RecomputedClocks> {
  authorize(context, 'admin', 'operator');
  if ((ticketIds == null) === (afterId == null)) {
    throw invalid('Give either the tickets or the one after which to go on.', ['ticketIds']);
  }
  if ((ticketIds?.length ?? 0) > AT_ONCE) throw invalid(`At most ${AT_ONCE} tickets at once.`, ['ticketIds']);
  const recomputed = await context.session.transaction(async (tx) => {
    const which = ticketIds == null ? { afterId: afterId ?? '' } : { ticketIds };
    const ids = await lockTicketsToRecompute(tx, which, AT_ONCE);
    await freezeTargets(tx, ids, context.now);
    const changed = await settleClocks(tx, ids, context.now);
    return {
      tickets: ids.length,
      changed: changed.length,
      changedTicketIds: [...new Set(changed.map(({ ticketId }) => ticketId))],
      lastId: ticketIds == null && ids.length === AT_ONCE ? (ids.at(-1) ?? null) : null,
    };
  });
  context.clearLoaders();
  return recomputed;
}

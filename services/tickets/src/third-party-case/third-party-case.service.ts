import { authorize, checkText, DomainError, newId, type RequestContext } from '@plimsoll/shared';
import {
  DESK_ROLES,
  LONGEST_TEXT,
  optionalText,
  takeStep,
  takeStepWithin,
  ticketAuthorOf,
} from '../ticket-step/index.js';
import { statusAfter, TicketStatus, WaitingReason, type TicketRecord } from '../ticket/index.js';
import { checkGoesOn, checkNextLook } from './third-party-case.rules.js';
import { findOpenCase, thirdPartyCaseRecords, type ThirdPartyCaseRecord } from './third-party-case.store.js';
import type {
  CheckThirdPartyCaseInput,
  EndThirdPartyCaseInput,
  ReferToThirdPartyInput,
} from './third-party-case.types.js';

/** Lets a ticket wait for somebody outside, whom it follows from here. Roles: admin, agent, operator, manager. */
export function referToThirdParty(
  context: RequestContext,
  input: ReferToThirdPartyInput,
): Promise<TicketRecord> {
  return takeStep(context, DESK_ROLES, input, async (ticket, tx) => {
    const open = await findOpenCase(tx, ticket.id);
    if (open !== null) {
      throw new DomainError('CASE_OPEN', `The case ${open} of this ticket goes on; end it first.`, ['id']);
    }
    const status =
      ticket.status === TicketStatus.WAITING_ON_THIRD_PARTY
        ? ticket.status
        : statusAfter(ticket.status, { type: 'WAITED', on: WaitingReason.THIRD_PARTY });
    const text = optionalText(input.text, 'text');
    const record = {
      id: newId('tpc'),
      version: 1,
      externalId: null,
      source: null,
      ticketId: ticket.id,
      vendor: checkText(input.vendor, 'vendor'),
      reference: optionalText(input.reference, 'reference', 200),
      openedAt: context.now,
      nextCheckAt: checkNextLook(input.nextCheckAt, context.now),
      checkedAt: null,
      note: null,
      outcome: null,
      endedAt: null,
    };
    return {
      changes: { status },
      events: [
        status === ticket.status
          ? { type: 'THIRD_PARTY_ASKED', to: record.id, text }
          : { type: 'WAITED', from: ticket.status, to: status, text },
      ],
      after: (inTx, author) => thirdPartyCaseRecords.create(inTx, author, [record]),
    };
  });
}

/** Notes what was heard of a case, and when to look after it next. Roles: admin, agent, operator, manager. */
export function checkThirdPartyCase(
  context: RequestContext,
  input: CheckThirdPartyCaseInput,
): Promise<ThirdPartyCaseRecord> {
  authorize(context, ...DESK_ROLES);
  const author = ticketAuthorOf(context);
  return context.session.transaction(async (tx) => {
    const note = checkText(input.note, 'note', LONGEST_TEXT);
    const reference = optionalText(input.reference, 'reference', 200);
    const stored = await thirdPartyCaseRecords.update(
      tx,
      author,
      input.id,
      input.expectedVersion,
      (current) => {
        checkGoesOn(current.endedAt);
        return {
          note,
          checkedAt: context.now,
          reference: reference ?? current.reference,
          nextCheckAt: checkNextLook(input.nextCheckAt, context.now),
        };
      },
    );
    await takeStepWithin(tx, author, { id: stored.ticketId }, context.now, () => ({
      changes: {},
      events: [{ type: 'THIRD_PARTY_CHECKED', to: stored.id, text: note }],
    }));
    context.clearLoaders();
    return stored;
  });
}

/** Ends a case with what came of it; a ticket that waits for it goes on. Roles: admin, agent, operator, manager. */
export function endThirdPartyCase(
  context: RequestContext,
  input: EndThirdPartyCaseInput,
): Promise<ThirdPartyCaseRecord> {
  authorize(context, ...DESK_ROLES);
  const author = ticketAuthorOf(context);
  return context.session.transaction(async (tx) => {
    const note = optionalText(input.note, 'note');
    const stored = await thirdPartyCaseRecords.update(
      tx,
      author,
      input.id,
      input.expectedVersion,
      (current) => {
        checkGoesOn(current.endedAt);
        return {
          outcome: input.outcome,
          endedAt: context.now,
          checkedAt: context.now,
          nextCheckAt: null,
          note: note ?? current.note,
        };
      },
    );
    await takeStepWithin(tx, author, { id: stored.ticketId }, context.now, (ticket) => {
      const ended = { type: 'THIRD_PARTY_ENDED', from: stored.id, to: input.outcome, text: note };
      if (ticket.status !== TicketStatus.WAITING_ON_THIRD_PARTY) return { changes: {}, events: [ended] };
      const status = statusAfter(ticket.status, { type: 'RESUMED' });
      return { changes: { status }, events: [ended, { type: 'RESUMED', from: ticket.status, to: status }] };
    });
    context.clearLoaders();
    return stored;
  });
}

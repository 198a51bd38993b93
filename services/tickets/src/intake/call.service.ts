import { checkText, invalid, newId, type RequestContext, type Session } from '@plimsoll/shared';
import { checkAttachments, keepWith } from '../conversation/index.js';
import { LONGEST_TEXT, takeStepWithin, type Decision } from '../ticket-step/index.js';
import {
  statusAfter,
  ticketRecords,
  TicketChannel,
  TicketStatus,
  type TicketRecord,
} from '../ticket/index.js';
import { checkId, durationText, receptionOf } from './intake.rules.js';
import { CallDirection, CallOutcome, CallStep, type ReceiveCallInput } from './intake.types.js';
import {
  authorOfArrival,
  openByMessage,
  receiveOnce,
  sendersOf,
  ticketOfThread,
  type Arrival,
  type Settled,
} from './reception.service.js';
import type { ReceivedMessageRecord } from './received-message.store.js';

const LONGEST_CALL_ID = 900;
const LONGEST_CALL_SECONDS = 86_400;

const SUBJECT = 'Phone call';
const SUBJECT_OF: Record<CallOutcome, string> = {
  [CallOutcome.ANSWERED]: SUBJECT,
  [CallOutcome.MISSED]: 'Missed phone call',
  [CallOutcome.ABANDONED]: 'Abandoned phone call',
  [CallOutcome.VOICEMAIL]: 'Voicemail',
};

/**
 * Takes that a call began or ended, each once, in whichever order they come: an inbound call opens a ticket, or is told on
 * the ticket that it is about; one that was answered is the desk's first response. Of the gateway; roles: admin, agent,
 * operator, manager.
 *
 * @throws DomainError `INVALID`, `NOT_FOUND`
 */
export function receiveCall(
  context: RequestContext,
  input: ReceiveCallInput,
): Promise<{ message: ReceivedMessageRecord; repeated: boolean }> {
  return receiveOnce(
    context,
    async (tx) => {
      checkCall(input);
      const callId = checkId(input.callId, 'callId', LONGEST_CALL_ID);
      return {
        source: checkText(input.source, 'source', 100),
        messageId: `${callId} ${input.step}`,
        channel: TicketChannel.PHONE,
        thread: callId,
        inReplyTo: null,
        references: [],
        sentAt: input.at ?? null,
        senders: await sendersOf(tx, input),
      };
    },
    (tx, arrival) => settle(context, tx, arrival, input),
  );
}

function checkCall({ step, outcome, durationSeconds }: ReceiveCallInput): void {
  if (step === CallStep.ENDED && outcome == null) {
    throw invalid('A call that has ended has an `outcome`.', ['outcome']);
  }
  const isLength =
    durationSeconds == null || (durationSeconds >= 0 && durationSeconds <= LONGEST_CALL_SECONDS);
  if (!isLength) throw invalid('`durationSeconds` is from 0 to 86,400.', ['durationSeconds']);
}

async function settle(
  context: RequestContext,
  tx: Session,
  arrival: Arrival,
  input: ReceiveCallInput,
): Promise<Settled> {
  const named = input.ticketId == null ? null : await ticketRecords.require(tx, input.ticketId, ['ticketId']);
  const known = named ?? (await ticketOfCall(tx, arrival));
  const { sender, reason } = receptionOf(known, arrival.senders);
  if (!known && input.direction === CallDirection.OUTBOUND) {
    const nothing = 'The desk called, and no ticket was named.';
    return { outcome: 'IGNORED', reason: nothing, ticketId: null, eventId: null, sender };
  }
  // A call of the desk is nobody's word yet.
  const isOurs = input.direction === CallDirection.OUTBOUND;
  const author = authorOfArrival(context, arrival, isOurs ? null : sender);
  const subject = input.outcome == null ? SUBJECT : SUBJECT_OF[input.outcome];
  const values = { subject, description: null, channel: TicketChannel.PHONE };
  const ticket = known ?? (await openByMessage(tx, author, context.now, values, sender));
  const eventId = newId('tev');
  await takeStepWithin(tx, author, { id: ticket.id }, context.now, (current) =>
    stepOf(current, input, eventId, context.now),
  );
  const recording = checkAttachments(input.recording == null ? [] : [input.recording]);
  const place = {
    ticketId: ticket.id,
    eventId,
    customerId: ticket.customerId,
    at: context.now,
    isPublic: false,
  };
  const by = isOurs ? 'STAFF' : 'CUSTOMER';
  await keepWith(tx, place, { by, attachments: recording }, []);
  const outcome = known ? 'APPENDED' : 'OPENED';
  return { outcome, reason: known ? null : reason, ticketId: ticket.id, eventId, sender };
}

async function ticketOfCall(tx: Session, arrival: Arrival): Promise<TicketRecord | null> {
  const id = await ticketOfThread(tx, arrival, []);
  return id === null ? null : ((await ticketRecords.findByIds(tx, [id])).get(id) ?? null);
}

/** What the beginning or the end of a call does to its ticket; of a closed one, nothing but being told. */
function stepOf(current: TicketRecord, input: ReceiveCallInput, eventId: string, now: Date): Decision {
  if (input.step === CallStep.STARTED || input.outcome == null) {
    return { changes: {}, events: [{ id: eventId, type: 'CALL_STARTED', isPublic: true }] };
  }
  const { outcome, durationSeconds, summary } = input;
  const isAnswered = outcome === CallOutcome.ANSWERED;
  const lasted = isAnswered && durationSeconds != null ? `, ${durationText(durationSeconds)}` : '';
  const ended = { id: eventId, type: 'CALL_ENDED', text: `${outcome}${lasted}`, isPublic: true };
  const note = summary?.trim()
    ? [{ type: 'NOTED', actorId: null, text: checkText(summary, 'summary', LONGEST_TEXT) }]
    : [];
  const isRenamed = current.subject === SUBJECT && !isAnswered;
  const isOpen = current.status !== TicketStatus.CLOSED && current.status !== TicketStatus.RESOLVED;
  return {
    changes: {
      ...(isRenamed ? { subject: SUBJECT_OF[outcome] } : {}),
      ...(isAnswered && isOpen
        ? {
            status: statusAfter(current.status, { type: 'REPLIED', by: 'STAFF' }),
            firstRespondedAt: current.firstRespondedAt ?? answeredAt(current, durationSeconds ?? 0, now),
          }
        : {}),
    },
    events: [ended, ...note],
  };
}

/** When a call that has just ended was answered; not before the ticket was opened. */
function answeredAt({ openedAt }: TicketRecord, seconds: number, now: Date): Date {
  return new Date(Math.max(openedAt.getTime(), now.getTime() - Math.round(seconds * 1_000)));
}

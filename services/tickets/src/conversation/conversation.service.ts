import {
  authorize,
  checkText,
  DomainError,
  emit,
  hasRole,
  idempotently,
  invalid,
  isId,
  requireKeyScope,
  type RequestContext,
  type Session,
} from '@plimsoll/shared';
import { requireActiveCaller, requireCasesLeft } from '../asker/index.js';
import { requireAccess } from '../customer-life/index.js';
import { textOfTemplate } from '../reply-template/index.js';
import {
  actsForDesk,
  ASKING_ROLES,
  DESK_ROLES,
  LONGEST_REASON,
  LONGEST_TEXT,
  takeStepWithin,
  ticketAuthorOf,
  type Happening,
} from '../ticket-step/index.js';
import { ticketRecords, type TicketRecord } from '../ticket/index.js';
import { checkAttachments, requireEditable, requireRedactable } from './conversation.rules.js';
import {
  countAmendments,
  redactMessage,
  requireMessage,
  type TicketMessageRecord,
} from './conversation.store.js';
import type {
  EditTicketNoteInput,
  RedactTicketMessageInput,
  ReplyToTicketInput,
} from './conversation.types.js';
import { addMessage } from './message.service.js';

/**
 * Adds a reply or a note to a ticket, once for its idempotency key; what a reply of the customer does to a ticket that is
 * done is for the policy to say. Returns the ticket on which it stands. Roles: admin, agent, operator, manager, partner,
 * contact.
 */
export async function replyToTicket(
  context: RequestContext,
  input: ReplyToTicketInput,
): Promise<TicketRecord> {
  authorize(context, ...ASKING_ROLES);
  requireKeyScope(context, 'SUPPORT');
  const { principal, now } = context;
  const forDesk = actsForDesk(principal);
  if (!forDesk && !input.public) {
    throw invalid('Notes that are not public are for the support desk.', ['public']);
  }
  if (!forDesk && input.templateId != null) {
    throw invalid('Templates are for the support desk; leave it out.', ['templateId']);
  }
  const attachments = checkAttachments(input.attachments ?? []);
  checkText(input.idempotencyKey, 'idempotencyKey');
  const author = ticketAuthorOf(context);
  const replied = await context.session.transaction(async (tx) => {
    const request = { principal, mutation: 'replyToTicket', key: input.idempotencyKey, body: input };
    const { id } = await idempotently(tx, request, async () => {
      if (!forDesk) await requireActiveCaller(tx, principal);
      const ticket = await ticketRecords.require(tx, input.ticketId, ['ticketId']);
      const message = {
        text: await wordsOf(tx, input, ticket),
        by: forDesk ? ('STAFF' as const) : ('CUSTOMER' as const),
        isPublic: input.public,
        attachments,
        mentionIds: input.mentionIds ?? [],
      };
      const { ticketId } = await addMessage(tx, author, ticket.id, message, now, {
        contactId: principal.contactId && isId('con', principal.contactId) ? principal.contactId : null,
        channel: null,
        admit: mayOpen,
      });
      return { id: ticketId };
    });
    return ticketRecords.require(tx, id, ['ticketId']);
  });
  context.clearLoaders();
  return replied;
}

/** What is said: the text given, or what the template says. */
async function wordsOf(tx: Session, input: ReplyToTicketInput, ticket: TicketRecord): Promise<string> {
  if ((input.text == null) === (input.templateId == null)) {
    throw invalid('Give either a `text` or a `templateId`.', ['text']);
  }
  const text =
    input.templateId == null
      ? (input.text ?? '')
      : await textOfTemplate(tx, input.templateId, ticket, input.templateValues, { isPublic: input.public });
  return checkText(text, 'text', LONGEST_TEXT);
}

/** A reply that opens a ticket is bound as every opening of a customer is. */
async function mayOpen(tx: Session, customerId: string | null): Promise<void> {
  if (customerId === null) return;
  await requireAccess(tx, customerId);
  await requireCasesLeft(tx, customerId);
}

/** Gives a note other words, by a new event. Roles: admin, agent, operator, manager; of its author alone. */
export function editTicketNote(
  context: RequestContext,
  input: EditTicketNoteInput,
): Promise<TicketMessageRecord> {
  const text = checkText(input.text, 'text', LONGEST_TEXT);
  return amend(context, 'editTicketNote', input, (message, actorId) => {
    requireEditable(message, actorId);
    return { type: 'NOTE_EDITED', from: message.id, text };
  });
}

/**
 * Takes the words and attachments of a note or reply away for good, by a new event. Roles: admin, agent, operator, manager;
 * of its author, an admin or a manager.
 */
export function redactTicketMessage(
  context: RequestContext,
  input: RedactTicketMessageInput,
): Promise<TicketMessageRecord> {
  const text = checkText(input.reason, 'reason', LONGEST_REASON);
  return amend(context, 'redactTicketMessage', input, (message, actorId) => {
    requireRedactable(message, actorId, hasRole(context.principal, 'admin', 'manager'));
    return { type: 'REDACTED', from: message.id, text, isPublic: message.isPublic };
  });
}

/** Amends a message once for an idempotency key, while its ticket is held; also of a ticket that is closed. */
async function amend(
  context: RequestContext,
  mutation: string,
  input: EditTicketNoteInput | RedactTicketMessageInput,
  decide: (message: TicketMessageRecord, actorId: string) => Happening,
): Promise<TicketMessageRecord> {
  authorize(context, ...DESK_ROLES);
  checkText(input.idempotencyKey, 'idempotencyKey');
  const { principal, now } = context;
  const author = ticketAuthorOf(context);
  const amended = await context.session.transaction(async (tx) => {
    const request = { principal, mutation, key: input.idempotencyKey, body: input };
    await idempotently(tx, request, async () => {
      const { ticketId } = await requireMessage(tx, input.id);
      await takeStepWithin(tx, author, { id: ticketId }, now, async () => {
        const event = decide(await requireMessage(tx, input.id), author.actorId);
        return { changes: {}, events: [event], after: () => amendmentOf(tx, event, ticketId) };
      });
      return { id: input.id };
    });
    return requireMessage(tx, input.id);
  });
  context.clearLoaders();
  return amended;
}

/** Does what an amendment says, and tells others of it. */
async function amendmentOf(tx: Session, { type, from }: Happening, ticketId: string): Promise<void> {
  if (from == null) throw new DomainError('NOT_FOUND', 'There is no such message.', ['id']);
  const isRedaction = type === 'REDACTED';
  if (isRedaction) await redactMessage(tx, from);
  await emit(tx, [
    {
      type: `plimsoll.ticket_message.${isRedaction ? 'redacted' : 'edited'}.v1`,
      subject: from,
      version: 1 + (await countAmendments(tx, from)),
      data: { id: from, externalId: null, source: null, ticketId },
    },
  ]);
}

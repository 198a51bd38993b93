import {
  authorize,
  checkText,
  idempotently,
  invalid,
  isId,
  notFound,
  requireKeyScope,
  type RequestContext,
  type Session,
} from '@plimsoll/shared';
import { customersOfContacts, requireSeen } from '../account/index.js';
import { requireActiveCaller, requireActiveContact, requireCasesLeft } from '../asker/index.js';
import { checkAttachments, findOpening, keepWith } from '../conversation/index.js';
import { findCurrentCustomer, requireAccess } from '../customer-life/index.js';
import { readPriorities } from '../priority-scheme/index.js';
import { queueRecords } from '../queue/index.js';
import { teamRecords } from '../team/index.js';
import { blankTicket, ticketRecords, type TicketRecord } from '../ticket/index.js';
import {
  actsForDesk,
  ASKING_ROLES,
  LONGEST_SUBJECT,
  LONGEST_TEXT,
  openTickets,
  ticketAuthorOf,
} from '../ticket-step/index.js';
import { checkAssetIds, refuseStaffFields } from './handling.rules.js';
import type { OpenTicketInput } from './handling.types.js';

/**
 * Opens a ticket, once for its idempotency key. Roles: admin, agent, operator, manager; partners for their
 * customers and contacts for their own company.
 */
export async function openTicket(context: RequestContext, input: OpenTicketInput): Promise<TicketRecord> {
  authorize(context, ...ASKING_ROLES);
  requireKeyScope(context, 'SUPPORT');
  const { principal } = context;
  const author = ticketAuthorOf(context);
  const forDesk = actsForDesk(principal);
  if (!forDesk) refuseStaffFields(input);
  checkText(input.idempotencyKey, 'idempotencyKey');
  const attachments = checkAttachments(input.attachments ?? []);
  const opened = await context.session.transaction(async (tx) => {
    const request = { principal, mutation: 'openTicket', key: input.idempotencyKey, body: input };
    const { id } = await idempotently(tx, request, async () => {
      if (!forDesk) await requireActiveCaller(tx, principal);
      const ticket = await newTicket(context, tx, input, forDesk);
      await openTickets(tx, author, [ticket], context.now, { isPublic: true, beginsOutage: forDesk });
      if (attachments.length > 0) {
        const { id: ticketId, customerId } = ticket;
        const eventId = await findOpening(tx, ticketId);
        const place = { ticketId, eventId, customerId, at: context.now, isPublic: true };
        await keepWith(tx, place, { by: forDesk ? 'STAFF' : 'CUSTOMER', attachments }, []);
      }
      return ticket;
    });
    return ticketRecords.require(tx, id, ['idempotencyKey']);
  });
  context.clearLoaders();
  return opened;
}

async function newTicket(
  context: RequestContext,
  tx: Session,
  input: OpenTicketInput,
  forDesk: boolean,
): Promise<TicketRecord> {
  const { customerId, contactId } = await askerOf(context, tx, input, forDesk);
  const assetIds = checkAssetIds(input.assetIds ?? []);
  await requireSeen(tx, 'asset', assetIds, ['assetIds']);
  if (input.productId != null) await requireProduct(tx, input.productId, forDesk);
  if (input.assigneeId != null) await requireSeen(tx, 'person', [input.assigneeId], ['assigneeId']);
  if (input.teamId != null) await teamRecords.require(tx, input.teamId, ['teamId']);
  if (input.queueId != null) await queueRecords.require(tx, input.queueId, ['queueId']);
  return {
    ...blankTicket(context.now),
    kind: input.kind,
    subject: checkText(input.subject, 'subject', LONGEST_SUBJECT),
    description: input.description == null ? null : checkText(input.description, 'description', LONGEST_TEXT),
    customerId,
    contactId,
    channel: input.channel ?? null,
    impact: input.impact ?? null,
    urgency: input.urgency ?? null,
    priority: input.priority ?? (await readPriorities(tx))(input.impact, input.urgency),
    severity: input.severity ?? null,
    tier: input.tier ?? null,
    teamId: input.teamId ?? null,
    queueId: input.queueId ?? null,
    assigneeId: input.assigneeId ?? null,
    productId: input.productId ?? null,
    assetIds,
    category: input.category == null ? null : checkText(input.category, 'category'),
  };
}

/** Every product of the catalogue may be named by whoever asks, though its copy here is for staff. */
async function requireProduct(tx: Session, productId: string, forDesk: boolean): Promise<void> {
  const require = () => requireSeen(tx, 'product', [productId], ['productId']);
  await (forDesk ? require() : tx.actAs({ kind: 'SYSTEM' }, require));
}

/** For whom the ticket is: a customer that the caller may see, and one of its contacts. */
async function askerOf(
  context: RequestContext,
  tx: Session,
  input: OpenTicketInput,
  forDesk: boolean,
): Promise<{ customerId: string | null; contactId: string | null }> {
  const { scope, principal } = context;
  const own = scope.kind === 'CONTACT' ? principal : null;
  const named = input.customerId ?? own?.customerId ?? null;
  const customerId = named === null ? null : await findCurrentCustomer(tx, named);
  const callersContact = own?.contactId != null && isId('con', own.contactId) ? own.contactId : null;
  const contactId = input.contactId ?? callersContact;
  if (customerId === null && !forDesk) {
    throw invalid('`customerId` says for which of your customers the ticket is.', ['customerId']);
  }
  if (customerId !== null) await requireSeen(tx, 'customer', [customerId], ['customerId']);
  if (customerId !== null && !forDesk) {
    await requireAccess(tx, customerId);
    await requireCasesLeft(tx, customerId);
  }
  if (contactId === null) return { customerId, contactId };
  const contactsCustomer = (await customersOfContacts(tx, [contactId])).get(contactId);
  if (contactsCustomer === undefined) throw notFound('contact', contactId, ['contactId']);
  if (customerId !== null && contactsCustomer !== customerId) {
    throw invalid('This contact belongs to another customer.', ['contactId']);
  }
  await requireActiveContact(tx, contactId);
  return { customerId: contactsCustomer, contactId };
}

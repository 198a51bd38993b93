import {
  authorize,
  authorOf,
  checkText,
  DomainError,
  hasRole,
  invalid,
  notFound,
  requireKeyScope,
  type RequestContext,
  type Role,
  type Session,
} from '@plimsoll/shared';
import {
  contactInactive,
  contactRecords,
  lockDesignations,
  otherCustomer,
  reserveDesignation,
  type ContactRecord,
} from '../contact/index.js';
import type {
  ActivateContactInput,
  DeactivateContactInput,
  DesignateContactInput,
  ReplaceDesignatedContactInput,
} from './contact-step.types.js';

const SYSTEM = { kind: 'SYSTEM' } as const;
const STAFF: readonly Role[] = ['admin', 'manager', 'operator', 'agent'];

/**
 * Whether a contact may sign in, asked by the gateway alone: all but deactivated ones. One that is not on record may,
 * since its issuer vouches for it.
 *
 * @throws DomainError `NOT_FOUND` for everybody else
 */
export async function maySignIn(context: RequestContext, id: string): Promise<boolean> {
  if (context.principal.gateway !== true) {
    throw new DomainError('NOT_FOUND', 'There is nothing here for you.', []);
  }
  return context.session.transactionAs(
    SYSTEM,
    async (tx) => (await contactRecords.findByIds(tx, [id])).get(id)?.active ?? true,
  );
}

/** Lets a contact sign in and ask for support again; one that is active stays as it is. */
export function activateContact(
  context: RequestContext,
  input: ActivateContactInput,
): Promise<ContactRecord> {
  return takeStep(context, input, () => ({ active: true }));
}

/** Keeps a contact from signing in and asking for support, and takes its designation away. */
export function deactivateContact(
  context: RequestContext,
  input: DeactivateContactInput,
): Promise<ContactRecord> {
  return takeStep(context, input, () => ({ active: false, designated: false }));
}

/**
 * Names a contact to deal with support.
 *
 * @throws DomainError `DESIGNATED_MAXIMUM` where the support level allows no further one, `CONTACT_INACTIVE`
 */
export function designateContact(
  context: RequestContext,
  input: DesignateContactInput,
): Promise<ContactRecord> {
  return takeStep(
    context,
    input,
    (current) => {
      if (!current.active) throw contactInactive(['id']);
      return { designated: true };
    },
    async (tx, contact) => {
      if (!contact.designated) await reserveDesignation(tx, contact.customerId, context.now, ['id']);
    },
  );
}

/** Takes a contact's designation away; one that has none stays as it is. */
export function undesignateContact(
  context: RequestContext,
  input: DesignateContactInput,
): Promise<ContactRecord> {
  return takeStep(context, input, () => ({ designated: false }));
}

/**
 * Hands the designation of one contact to another of the same customer, both or neither.
 *
 * @throws DomainError `OTHER_CUSTOMER`, `CONTACT_INACTIVE`, `INVALID` where the first has no designation to give or
 *   the other has one already, `CONFLICT` for either of the two
 */
export async function replaceDesignatedContact(
  context: RequestContext,
  input: ReplaceDesignatedContactInput,
): Promise<{ replaced: ContactRecord; replacement: ContactRecord }> {
  const contact = await requireChangeable(context, input.id, ['id']);
  const other = await contactRecords.require(context.session, input.replacementId, ['replacementId']);
  if (other.customerId !== contact.customerId) throw otherCustomer(['replacementId']);
  const author = authorOf(context, checkText(input.reason, 'reason'));
  return context.session.transactionAs(SYSTEM, async (tx) => {
    await lockDesignations(tx, contact.customerId);
    const replaced = await contactRecords.update(tx, author, input.id, input.expectedVersion, (current) => {
      if (!current.designated) throw invalid('This contact has no designation to hand on.', ['id']);
      return { designated: false };
    });
    const replacement = await contactRecords.update(
      tx,
      author,
      input.replacementId,
      input.replacementExpectedVersion,
      (current) => {
        if (!current.active) throw contactInactive(['replacementId']);
        if (current.designated) throw invalid('The other contact is designated already.', ['replacementId']);
        return { designated: true };
      },
    );
    return { replaced, replacement };
  });
}

/** One step of a contact that the caller sees and may change, for the platform, with its reason. */
async function takeStep(
  context: RequestContext,
  input: { id: string; expectedVersion: number; reason?: string | null },
  change: (current: ContactRecord) => Partial<ContactRecord>,
  before?: (tx: Session, contact: ContactRecord) => Promise<void>,
): Promise<ContactRecord> {
  const contact = await requireChangeable(context, input.id, ['id']);
  const author = authorOf(context, input.reason == null ? null : checkText(input.reason, 'reason'));
  return context.session.transactionAs(SYSTEM, async (tx) => {
    await before?.(tx, contact);
    return contactRecords.update(tx, author, input.id, input.expectedVersion, change);
  });
}

/**
 * The contact, where the caller may change it: staff, the customer's resellers, and its designated contacts.
 *
 * @throws DomainError `NOT_FOUND`
 */
async function requireChangeable(
  context: RequestContext,
  id: string,
  path: readonly string[],
): Promise<ContactRecord> {
  authorize(context, ...STAFF, 'partner', 'contact');
  requireKeyScope(context, 'CONTACTS');
  const { principal, session } = context;
  const contact = await contactRecords.require(session, id, path);
  if (hasRole(principal, ...STAFF) || context.scope.kind === 'PARTNER') return contact;
  const caller = (await contactRecords.findByIds(session, [principal.contactId ?? ''])).get(
    principal.contactId ?? '',
  );
  if (!caller?.designated || !caller.active || caller.customerId !== contact.customerId) {
    throw notFound(contactRecords.noun, id, path);
  }
  return contact;
}

import type { Principal, Session } from '@plimsoll/shared';
import { casesUsedUp, contactInactive } from './asker.errors.js';
import { findRefusal, hasInactive } from './asker.store.js';

/**
 * Refuses a caller who is a deactivated contact.
 *
 * @throws DomainError `CONTACT_INACTIVE`
 */
export async function requireActiveCaller(session: Session, { contactId }: Principal): Promise<void> {
  if (contactId !== undefined && (await hasInactive(session, [contactId]))) throw contactInactive([]);
}

/**
 * Refuses a ticket for a deactivated contact.
 *
 * @throws DomainError `CONTACT_INACTIVE`
 */
export async function requireActiveContact(session: Session, contactId: string): Promise<void> {
  if (await hasInactive(session, [contactId])) throw contactInactive(['contactId']);
}

/**
 * Refuses one more ticket for a customer whose cases are used up, as last told.
 *
 * @throws DomainError `CASES_USED_UP`
 */
export async function requireCasesLeft(session: Session, customerId: string): Promise<void> {
  const refusal = await findRefusal(session, customerId);
  if (refusal) throw casesUsedUp(refusal.allowed);
}

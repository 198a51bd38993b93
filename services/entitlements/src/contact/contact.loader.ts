import { listByParent, listPage, type Page, type RequestContext } from '@plimsoll/shared';
import {
  contactList,
  contactRecords,
  type ContactListArguments,
  type ContactRecord,
} from './contact.store.js';

/** The contact with this id, or null where the caller sees none; batched a request. */
export function loadContact(context: RequestContext, id: string): Promise<ContactRecord | null> {
  return context
    .loader<string, ContactRecord>('contact', (ids) => contactRecords.findInOrder(context.session, ids))
    .load(id);
}

/** The contact with this external id, or null where the caller sees none. */
export async function loadContactByExternalId(
  context: RequestContext,
  source: string,
  externalId: string,
): Promise<ContactRecord | null> {
  const found = await contactRecords.findByExternalIds(context.session, source, [externalId]);
  return found.get(externalId) ?? null;
}

/** A page of the contacts the caller sees. */
export function listContacts(
  context: RequestContext,
  args: ContactListArguments,
): Promise<Page<ContactRecord>> {
  return listPage(context.session, contactList, args);
}

/** A page of a customer's contacts that the caller sees; batched a request. */
export function listContactsOf(
  context: RequestContext,
  customerId: string,
  args: ContactListArguments,
): Promise<Page<ContactRecord> | null> {
  return context
    .loader<string, Page<ContactRecord>>(`contacts: ${JSON.stringify(args)}`, (ids) =>
      listByParent(context.session, contactList, 'customer', ids, args),
    )
    .load(customerId);
}

import { Records, type ListArguments, type ListDefinition, type Session } from '@plimsoll/shared';
import { ContactEntity } from './contact.entity.js';
import type { ContactFilter, ContactOrderField } from './contact.types.js';

/** A contact as the rest of the service knows it. */
export type ContactRecord = ContactEntity;

/** What may be asked of the list of contacts. */
export type ContactListArguments = ListArguments<ContactFilter, keyof typeof ContactOrderField>;

/** Contacts, with their history and events; neither tells a name, a mail address or a number. */
export const contactRecords = new Records<ContactRecord>({
  entity: ContactEntity,
  noun: 'contact',
  eventNoun: 'contact',
  eventData: ({ customerId, designated, active }) => ({ customerId, designated, active }),
  untracked: ['name', 'email', 'phone'],
});

/** How contacts are listed. */
export const contactList: ListDefinition<ContactFilter, keyof typeof ContactOrderField> = {
  columns: `k.id, k.version, k.external_id as "externalId", k.source, k.customer_id as "customerId", k.name,
    k.email, k.phone, k.designated, k.active, k.locale`,
  from: 'contact k',
  id: 'k.id',
  orders: { NAME: { sql: 'k.name', type: 'text' } },
  defaultOrder: { field: 'NAME', direction: 'ASC' },
  where: (filter, parameters) => {
    const conditions: string[] = [];
    if (filter.search) {
      const pattern = parameters.addContaining(filter.search);
      conditions.push(`(k.name ilike ${pattern} or k.email ilike ${pattern})`);
    }
    if (filter.customerId) conditions.push(`k.customer_id = ${parameters.add(filter.customerId)}`);
    if (filter.designated != null) conditions.push(`k.designated = ${parameters.add(filter.designated)}`);
    if (filter.active != null) conditions.push(`k.active = ${parameters.add(filter.active)}`);
    return conditions;
  },
  parents: { customer: 'k.customer_id' },
};

/** Keeps others from changing who is designated at a customer until the transaction ends. */
export async function lockDesignations(tx: Session, customerId: string): Promise<void> {
  await tx.query('select id from customer where id = $1 for no key update', [customerId]);
}

/** How many contacts of a customer are designated. */
export async function countDesignated(tx: Session, customerId: string): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    'select count(*)::integer as count from contact where customer_id = $1 and designated',
    [customerId],
  );
  return row?.count ?? 0;
}

import type { BusEvent, Projection, Session } from '@plimsoll/shared';
import { findNumbered, keepNumbers } from './call-routing.store.js';
import { countryOf, e164 } from './phone.rules.js';

/**
 * Follows this service's own events: a contact that has changed, or whose customer has, is found by its number as it is
 * now. Events have no number; it is read from the record.
 */
export function contactNumberProjection(producer: string): Projection {
  const contacts = (tx: Session, events: BusEvent[]) =>
    refresh(tx, { contactIds: subjects(events), customerIds: [] });
  const customers = (tx: Session, events: BusEvent[]) =>
    refresh(tx, { contactIds: [], customerIds: subjects(events) });
  return {
    producer,
    handlers: {
      'plimsoll.contact.created.v1': contacts,
      'plimsoll.contact.updated.v1': contacts,
      'plimsoll.customer.updated.v1': customers,
    },
  };
}

function subjects(events: readonly BusEvent[]): string[] {
  return [...new Set(events.map(({ subject }) => subject))];
}

async function refresh(tx: Session, of: Parameters<typeof findNumbered>[1]): Promise<void> {
  const found = await findNumbered(tx, of);
  await keepNumbers(
    tx,
    found.map(({ id, phone, ...customer }) => ({
      contactId: id,
      e164: phone === null ? null : e164(phone, countryOf(customer)),
    })),
  );
}

import type { BusEvent, Session } from '@plimsoll/shared';
import { nameOtherCustomer } from '../incident/index.js';
import { takeTurn } from '../ticket-event/index.js';
import { takeStepsBySystem } from '../ticket-step/index.js';
import { lockTicketsOf, noteMerge } from './customer-life.store.js';

/**
 * Gives the tickets of a customer that turned out to be another one, and what incidents say of it, to that one.
 * Merges may be told in any order, and again.
 */
export async function followMerges(tx: Session, events: readonly BusEvent[], now: Date): Promise<void> {
  await takeTurn(tx);
  for (const { subject, data } of events) {
    const given = data['into'];
    if (typeof given !== 'string' || given === subject) throw new Error('a merge names another customer');
    const { into, duplicates } = await noteMerge(tx, subject, given);
    const ids = await lockTicketsOf(tx, duplicates);
    await takeStepsBySystem(tx, { actorId: null }, ids, now, (ticket) => ({
      changes: { customerId: into },
      events: [{ type: 'CUSTOMER_CHANGED', from: ticket.customerId, to: into }],
    }));
    await nameOtherCustomer(tx, { actorId: null }, duplicates, into);
  }
}

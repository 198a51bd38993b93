import type { Session } from '@plimsoll/shared';
import { contactRecords } from '../contact/index.js';
import { lockCustomer } from '../customer-access/index.js';
import { customerRecords, dayIn, type CustomerRecord } from '../customer/index.js';
import { abandonSubscription } from '../subscription-step/index.js';
import { endSubscriptions } from './customer-termination.service.js';
import {
  customerTerminationRecords,
  findStanding,
  findUnactivated,
  lockContactsOf,
  type CustomerTerminationRecord,
} from './customer-termination.store.js';

/** What stands instead of the name of a contact whose personal data was erased. */
const ERASED_NAME = 'Erased contact';

/**
 * Does what is due of a customer's termination at an instant: access off and nothing running after the grace, no
 * personal data after the retention. Once, however often and by however many it is asked.
 */
export async function advanceTermination(tx: Session, customerId: string, now: Date): Promise<void> {
  await lockCustomer(tx, customerId);
  const customer = (await customerRecords.findByIds(tx, [customerId])).get(customerId);
  const standing = (await findStanding(tx, [customerId])).get(customerId);
  if (!customer || !standing) return;
  const today = dayIn(customer.timeZone, now);
  let current = standing;
  if (current.status === 'STANDING' && current.graceUntil <= today) {
    current = await endGrace(tx, customer, current, now);
  }
  if (current.status === 'TERMINATED' && current.retainUntil <= today) await erase(tx, current);
}

async function endGrace(
  tx: Session,
  customer: CustomerRecord,
  termination: CustomerTerminationRecord,
  now: Date,
): Promise<CustomerTerminationRecord> {
  const { graceUntil, reason } = termination;
  const author = { actorId: null, reason };
  // What was started in the grace, or is still being provisioned, has no longer a customer either.
  for (const id of await findUnactivated(tx, customer.id)) {
    await abandonSubscription(tx, author, id, reason, now);
  }
  const later = await endSubscriptions(tx, author, customer.id, graceUntil, reason, now);
  const access = { accessReason: reason, accessBy: null, accessUntil: null };
  const off = customer.accessActive
    ? { ...access, accessActive: false, accessSince: now, accessOpenTickets: 'KEEP' as const }
    : { accessUntil: null };
  if (customer.accessActive || customer.accessUntil !== null) {
    await customerRecords.updateAll(tx, author, [[customer, { ...customer, ...off }]]);
  }
  const subscriptions = [...termination.subscriptions, ...later];
  const [stored] = await customerTerminationRecords.updateAll(tx, author, [
    [termination, { ...termination, status: 'TERMINATED', subscriptions }],
  ]);
  return stored ?? termination;
}

async function erase(tx: Session, termination: CustomerTerminationRecord): Promise<void> {
  const author = { actorId: null, reason: `The retention ended on ${termination.retainUntil}.` };
  const contacts = await contactRecords.findByIds(tx, await lockContactsOf(tx, termination.customerId));
  await contactRecords.updateAll(
    tx,
    author,
    [...contacts.values()].map((contact) => [
      contact,
      { ...contact, name: ERASED_NAME, email: null, phone: null, locale: null, designated: false },
    ]),
  );
  await customerTerminationRecords.updateAll(tx, author, [
    [termination, { ...termination, status: 'ERASED' }],
  ]);
}

import type { Author, Session } from '@plimsoll/shared';
import type { PartnerBooks } from '../partner/index.js';
import { countCustomersOf, customerRecords, lockMisplacedCustomers } from './customer.store.js';

/** Few enough for one statement to be far from its time limit. */
const CUSTOMERS_AT_ONCE = 2_000;

/**
 * Gives the customers of moved partners the resellers that are above them now: each with its history and its event,
 * by which every copy of it is seen by others than before. All in the caller's transaction, so that nobody ever sees
 * half of a book moved.
 *
 * @param lineages of the partners whose lineage is another one now
 */
async function restateResellers(
  tx: Session,
  author: Author,
  lineages: ReadonlyMap<string, readonly string[]>,
): Promise<void> {
  if (lineages.size === 0) return;
  let found = CUSTOMERS_AT_ONCE;
  while (found === CUSTOMERS_AT_ONCE) {
    const customers = await lockMisplacedCustomers(tx, lineages, CUSTOMERS_AT_ONCE);
    await customerRecords.updateAll(
      tx,
      author,
      customers.map((customer) => [
        customer,
        { ...customer, partnerIds: [...(lineages.get(customer.partnerId ?? '') ?? [])] },
      ]),
    );
    found = customers.length;
  }
}

/** The customers of partners, as moving partners needs them. */
export const partnerBooks: PartnerBooks = { count: countCustomersOf, restate: restateResellers };

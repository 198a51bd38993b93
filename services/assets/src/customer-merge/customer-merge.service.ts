import type { BusEvent, Session } from '@plimsoll/shared';
import { requestRestatement } from '../outage/index.js';
import { movePlacements } from '../placement/index.js';
import { findAssetsAt, giveImpacts, noteMerge } from './customer-merge.store.js';

const PLATFORM = { actorId: null, reason: 'The customer was merged into another one.' };

/**
 * Gives the placements of a customer that turned out to be another one, and what incidents did to it, to that one.
 * Merges may be told in any order, and again.
 */
export async function followMerges(tx: Session, events: readonly BusEvent[]): Promise<void> {
  for (const { subject, data } of events) {
    const given = data['into'];
    if (typeof given !== 'string' || given === subject) throw new Error('a merge names another customer');
    const { into, duplicates } = await noteMerge(tx, subject, given);
    const assetIds = await findAssetsAt(tx, duplicates);
    if (assetIds.length > 0) {
      await movePlacements(tx, PLATFORM, assetIds, duplicates, into);
      // Whatever hit these assets hit the other customer.
      await requestRestatement(tx, new Date(0));
    }
    const since = await giveImpacts(tx, duplicates, into);
    if (since) await requestRestatement(tx, since);
  }
}

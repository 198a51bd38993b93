import { newId, type Author, type Session } from '@plimsoll/shared';
import { entitlementRecords, type EntitlementRecord } from '../entitlement/index.js';
import { align, impliedBy } from './implied-entitlement.rules.js';
import { findImplied, findPromises } from './implied-entitlement.store.js';

/** What of a subscription decides what it entitles to. */
interface Implying {
  id: string;
  customerId: string;
  productId: string;
  terms: readonly { from: string; to: string | null; planId: string }[];
}

/**
 * Brings the entitlements that subscriptions imply in step with their terms, their plans and every version of these
 * plans' agreements, as they are now. Repeating it changes nothing. Two statements, and up to three for each of
 * creating and changing, however many subscriptions.
 *
 * @param options.allNew none of these subscriptions can have any on record
 */
export async function refreshImplied(
  tx: Session,
  author: Author,
  subscriptions: readonly Implying[],
  { allNew = false }: { allNew?: boolean } = {},
): Promise<void> {
  if (subscriptions.length === 0) return;
  const planIds = new Set(subscriptions.flatMap(({ terms }) => terms.map(({ planId }) => planId)));
  const promises = await findPromises(tx, [...planIds]);
  const ids = allNew ? [] : subscriptions.map(({ id }) => id);
  const recorded = ids.length === 0 ? new Map<string, EntitlementRecord[]>() : await findImplied(tx, ids);
  const created: EntitlementRecord[] = [];
  const changed: [EntitlementRecord, EntitlementRecord][] = [];
  for (const { id, customerId, productId, terms } of subscriptions) {
    const { create, change } = align(recorded.get(id) ?? [], impliedBy(terms, promises));
    const whose = { customerId, productId, assetId: null, subscriptionId: id };
    for (const one of create) {
      const kept = { id: newId('ent'), version: 1, externalId: null, source: null };
      created.push({ ...kept, ...whose, ...one });
    }
    for (const { recorded: before, to } of change) changed.push([before, { ...before, ...whose, ...to }]);
  }
  await entitlementRecords.create(tx, author, created);
  await entitlementRecords.updateAll(tx, author, changed);
}

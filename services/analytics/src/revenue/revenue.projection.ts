import type { BusEvent, Session } from '@plimsoll/shared';
import { z } from 'zod';
import { field, ofNoun, type Handlers } from '../copy/index.js';
import { findPayers, refreshRevenue } from './revenue-refresh.store.js';

const ofSubscription = z.object({ subscriptionId: field.text, type: field.text });

async function refresh(tx: Session, subscriptionIds: readonly string[]): Promise<void> {
  if (subscriptionIds.length > 0) await refreshRevenue(tx, await findPayers(tx, subscriptionIds));
}

/** Why a subscription ended is said by its end, and by the asking for it. */
const happened = async (tx: Session, events: BusEvent[]): Promise<void> => {
  const ends = events
    .map(({ data }) => ofSubscription.parse(data))
    .filter(({ type }) => type === 'CANCELLED' || type === 'ENDED');
  await refresh(tx, [...new Set(ends.map(({ subscriptionId }) => subscriptionId))]);
};

/**
 * Keeps terms and revenue movements from entitlements' events; after the copies of subscriptions, and of what happened
 * to them, from which they follow.
 */
export const revenueHandlers: Handlers = {
  ...ofNoun('subscription', (tx, events) => refresh(tx, [...new Set(events.map(({ subject }) => subject))])),
  'plimsoll.subscription_event.recorded.v1': happened,
  'plimsoll.subscription_event.withdrawn.v1': happened,
};

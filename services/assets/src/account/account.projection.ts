import type { BusEvent, Projection, Session } from '@plimsoll/shared';
import { requestRestatement } from '../outage/index.js';
import { keepCopies, keepCustomers, keepSubscriptions } from './account.store.js';

const DAY_MS = 86_400_000;

type Keep = (tx: Session, events: BusEvent[]) => Promise<void>;

const keepers: Record<string, Keep> = {
  person: (tx, events) => keepCopies(tx, 'person', events),
  product: (tx, events) => keepCopies(tx, 'product', events),
  pod: (tx, events) => keepCopies(tx, 'pod', events),
  customer: keepCustomers,
  subscription: async (tx, events) => {
    const since = await keepSubscriptions(tx, events);
    // Nowhere does the local day begin more than 14 hours before that of UTC.
    if (since !== null) await requestRestatement(tx, new Date(Date.parse(since) - DAY_MS));
  },
};

/** This service's copies of accounts, kept from what entitlements tells. */
export const accountProjection: Projection = {
  producer: 'entitlements',
  handlers: Object.fromEntries(
    Object.entries(keepers).flatMap(([noun, keep]) =>
      ['created', 'updated'].map((verb) => [`plimsoll.${noun}.${verb}.v1`, keep]),
    ),
  ),
};

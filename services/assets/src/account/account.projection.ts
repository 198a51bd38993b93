import type { BusEvent, Projection, Session } from '@plimsoll/shared';
import { keepCopies, keepCustomers } from './account.store.js';

type Keep = (tx: Session, events: BusEvent[]) => Promise<void>;

const keepers: Record<string, Keep> = {
  person: (tx, events) => keepCopies(tx, 'person', events),
  product: (tx, events) => keepCopies(tx, 'product', events),
  pod: (tx, events) => keepCopies(tx, 'pod', events),
  customer: keepCustomers,
  subscription: (tx, events) => keepCopies(tx, 'subscription', events),
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

import type { Projection } from '@plimsoll/shared';
import { followMerges } from './customer-merge.service.js';
import { followAccess } from './ticket-hold.service.js';

/** Tickets follow what becomes of their customers: access switched off and on, and merges. */
export function customerLifeProjection(clock: () => Date): Projection {
  return {
    producer: 'entitlements',
    handlers: {
      'plimsoll.customer.created.v1': (tx, events) => followAccess(tx, events, clock()),
      'plimsoll.customer.updated.v1': (tx, events) => followAccess(tx, events, clock()),
      'plimsoll.customer.merged.v1': (tx, events) => followMerges(tx, events, clock()),
    },
  };
}

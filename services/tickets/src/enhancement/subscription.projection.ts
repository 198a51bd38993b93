import type { Projection } from '@plimsoll/shared';
import { copySubscriptions } from './enhancement.store.js';

/** Keeps what customers pay in step with the events of subscriptions. */
export const subscriptionProjection: Projection = {
  producer: 'entitlements',
  handlers: {
    'plimsoll.subscription.created.v1': copySubscriptions,
    'plimsoll.subscription.updated.v1': copySubscriptions,
  },
};

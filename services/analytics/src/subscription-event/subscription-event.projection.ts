import { keeping, ofNoun, type Handlers } from '../copy/index.js';
import { subscriptionEventEvent } from './subscription-event.events.js';
import { followSubscriptions, subscriptionEventCopies } from './subscription-event.store.js';

const happened = (withdrawn: boolean) =>
  keeping(
    subscriptionEventCopies,
    subscriptionEventEvent,
    ({ subscriptionId, customerId, on, type, reason }) => ({
      subscription_id: subscriptionId,
      customer_id: customerId,
      occurred_on: on,
      type,
      reason,
      withdrawn,
    }),
    async (tx, rows, keep) => {
      await keep();
      await followSubscriptions(tx, [...new Set(rows.map(({ data }) => data.subscriptionId))]);
    },
  );

/**
 * Keeps what happened to subscriptions from entitlements' events. After the copies of subscriptions, whose customers it
 * follows.
 */
export const subscriptionEventHandlers: Handlers = {
  'plimsoll.subscription_event.recorded.v1': happened(false),
  'plimsoll.subscription_event.withdrawn.v1': happened(true),
  ...ofNoun('subscription', (tx, events) =>
    followSubscriptions(tx, [...new Set(events.map(({ subject }) => subject))]),
  ),
};

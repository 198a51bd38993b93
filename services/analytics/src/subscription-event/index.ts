export { subscriptionEventHandlers } from './subscription-event.projection.js';
export { clearSubscriptionEvents } from './subscription-event.store.js';

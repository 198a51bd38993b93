export {
  EVENT_TYPES,
  misplacedEvents,
  sameEvent,
  sameTerms,
  termOn,
  termsOf,
  withEvents,
  type SubscriptionEvent,
  type Term,
} from './subscription-event.rules.js';
export { CustomerSubscriptionEventResolver } from './subscription-event.resolver.js';
export { listEventsOf } from './subscription-event.loader.js';
export {
  findEvents,
  findEventsByExternalIds,
  storeEvents,
  withdrawEvent,
} from './subscription-event.store.js';
export { SubscriptionEventConnection } from './subscription-event.types.js';

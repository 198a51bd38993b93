export {
  CustomerSubscriptionsResolver,
  EntitlementSubscriptionResolver,
  SubscriptionEntitlementsResolver,
} from './customer-subscriptions.resolver.js';
export { SubscriptionEntity } from './subscription.entity.js';
export { loadSubscription } from './subscription.loader.js';
export { currencyMismatch, invalidTransition, productMismatch } from './subscription.errors.js';
export { impliedEntitlementProjection } from './subscription.projection.js';
export { SubscriptionPeriodResolver, SubscriptionResolver } from './subscription.resolver.js';
export {
  checkQuantity,
  priceOf,
  renewsByItself,
  statusOn,
  termAfter,
  type RenewalTerm,
  type SubscriptionDates,
  type SubscriptionKind as SubscriptionKindName,
  type SubscriptionStatus as SubscriptionStatusName,
} from './subscription.rules.js';
export { lockSubscriptions, subscriptionRecords, type SubscriptionRecord } from './subscription.store.js';
export { CustomerSubscription, SubscriptionKind, SubscriptionTerm } from './subscription.types.js';

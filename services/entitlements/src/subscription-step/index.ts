export { SubscriptionStepResolver } from './subscription-step.resolver.js';

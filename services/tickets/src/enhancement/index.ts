export { EnhancementDemandResolver, TicketDemandResolver } from './enhancement.resolver.js';
export { subscriptionProjection } from './subscription.projection.js';

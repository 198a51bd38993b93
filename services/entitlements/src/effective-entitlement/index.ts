export {
  CustomerEffectiveEntitlementResolver,
  EffectiveAvailabilityResolver,
  EffectiveEntitlementResolver,
  EffectiveTargetResolver,
  WeighedEntitlementResolver,
} from './effective-entitlement.resolver.js';

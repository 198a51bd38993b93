export { loadRuleSet } from './routing-rule-set.loader.js';
export { RoutingRuleSetEntity } from './routing-rule-set.entity.js';
export { RoutingRuleResolver, RoutingRuleSetResolver } from './routing-rule-set.resolver.js';
export { findLiveRuleSet, ruleSetRecords, type RoutingRuleSetRecord } from './routing-rule-set.store.js';
export { RoutingRuleSet } from './routing-rule-set.types.js';
export {
  calendarsOf,
  describeMatch,
  ruleFor,
  type RoutingFacts,
  type RoutingRule,
} from './routing-rule.rules.js';

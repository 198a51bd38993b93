export { UsageTrendResolver } from './usage-trend.resolver.js';
export { compareUse, USAGE_RULE, type UsageComparison } from './usage-trend.rules.js';
export { readUsageWindows } from './usage-trend.store.js';

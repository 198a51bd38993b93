export { UsageTrendResolver } from './usage-trend.resolver.js';
export { compareUse, USAGE_RULE } from './usage-trend.rules.js';
export { readUsageWindows } from './usage-trend.store.js';

export { CustomerUsageResolver, UsageMonthResolver, UsageResolver } from './usage.resolver.js';

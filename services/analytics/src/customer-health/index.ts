export { loadCustomerHealth, measureHealth } from './customer-health.loader.js';
export { CustomerHealthResolver } from './customer-health.resolver.js';
export { FORMULA_VERSION, HealthTrend, USAGE_PART } from './customer-health.rules.js';
export { CustomerHealth } from './customer-health.types.js';

export { loadCustomerHealth } from './customer-health.loader.js';
export { CustomerHealthResolver } from './customer-health.resolver.js';
export { CustomerHealth } from './customer-health.types.js';

export { ServiceCreditResolver } from './service-credit.resolver.js';
export { ServiceLevelResolver } from './service-level.resolver.js';
export { serviceLevelsOf } from './service-level.rules.js';

export { ServiceCreditResolver } from './service-credit.resolver.js';
export { ServiceLevelResolver } from './service-level.resolver.js';
export { checkMonth, loadBasis, loadServiceLevels } from './service-level.loader.js';
export { ServiceLevel, shownLevel } from './service-level.types.js';
export { serviceLevelsOf, type ServiceLevelRow } from './service-level.rules.js';

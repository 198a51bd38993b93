export { customerOutagesOf, type CustomerOutages } from './customer-outages.rules.js';
export { type ExposureMemory } from './exposure.loader.js';
export { ExposureResolver, OutageImpactResolver } from './exposure.resolver.js';
export { earliestMonthStart, exposureAnswer, type ExposureAnswer } from './exposure.rules.js';
export { CustomerOutagesScalar, OutageImpact } from './exposure.types.js';

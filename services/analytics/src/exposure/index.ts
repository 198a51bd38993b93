export { ExposureResolver, OutageImpactResolver } from './exposure.resolver.js';
export { OutageImpact } from './exposure.types.js';

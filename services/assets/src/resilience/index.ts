export { RedundancyResolver, ResilienceResolver } from './resilience.resolver.js';

export { ServiceLevelResolver } from './service-level.resolver.js';

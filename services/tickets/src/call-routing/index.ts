export { loadCallReferences } from './call-routing.loader.js';
export { CallRoutingResolver } from './call-routing.resolver.js';
export { CallRouting } from './call-routing.types.js';

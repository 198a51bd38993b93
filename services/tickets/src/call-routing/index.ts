export { loadCallReferences } from './call-routing.loader.js';
export { CallRoutingResolver } from './call-routing.resolver.js';

export { loadRoutedCall } from './call-routing.loader.js';
export { contactNumberProjection } from './call-routing.projection.js';
export { CallRoutingResolver } from './call-routing.resolver.js';

export { loadRoutedCall } from './call-routing.loader.js';
export { contactNumberProjection } from './call-routing.projection.js';
export { CallRoutingResolver } from './call-routing.resolver.js';
export { findCallers } from './call-routing.store.js';
export { callersNumbers, countryOf } from './phone.rules.js';

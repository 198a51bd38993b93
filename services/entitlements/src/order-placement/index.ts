export { OrderPlacementResolver } from './order-placement.resolver.js';
export { placeRenewal } from './placing.service.js';

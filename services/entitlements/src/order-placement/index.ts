export { OrderPlacementResolver } from './order-placement.resolver.js';
export { place } from './placing.service.js';

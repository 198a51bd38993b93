export { AssetPlacementsResolver, PlacementResolver } from './placement.resolver.js';
export { movePlacements } from './placement.service.js';

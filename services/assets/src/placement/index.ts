export { AssetPlacementsResolver, PlacementResolver } from './placement.resolver.js';
export { gatherPlacements, movePlacements } from './placement.service.js';

export { AssetPlacementsResolver, PlacementResolver } from './placement.resolver.js';

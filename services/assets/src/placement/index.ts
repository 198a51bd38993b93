export { AssetPlacementsResolver, PlacementResolver } from './placement.resolver.js';
export {
  gatherPlacements,
  movePlacements,
  placementColumns,
  type PlacementRow,
} from './placement.service.js';
export { holdAssets, savePlacements } from './placement.store.js';
export { Placement } from './placement.types.js';

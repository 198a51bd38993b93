export { listDependenciesAt, listPlacementsAt, loadAssetAt } from './asset-at.loader.js';
export { AssetAtResolver } from './asset-at.resolver.js';
export { asOf } from './asset-at.types.js';
export { estateAt, type EstateAt } from './estate-at.service.js';

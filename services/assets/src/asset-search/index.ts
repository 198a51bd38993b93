export { AssetsArgs } from './asset-filter.types.js';
export { listAssets, listAssetsOfCustomer } from './asset-list.loader.js';

export { AssetEntity } from './asset.entity.js';
export { listAssets, listAssetsOfCustomer, loadAsset } from './asset.loader.js';
export { AssetResolver } from './asset.resolver.js';
export { authorWith } from './asset.service.js';
export { assetRecords } from './asset.store.js';
export { Asset, AssetConnection, AssetsArgs } from './asset.types.js';

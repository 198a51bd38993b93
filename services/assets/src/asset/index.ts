export { AssetEntity } from './asset.entity.js';
export { loadAsset } from './asset.loader.js';
export { AssetResolver } from './asset.resolver.js';
export { authorWith } from './asset.service.js';
export { assetRecords, type AssetRecord } from './asset.store.js';
export { Asset, AssetConnection, AssetStatus } from './asset.types.js';

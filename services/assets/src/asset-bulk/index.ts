export { AssetBulkResolver } from './asset-bulk.resolver.js';
export { AssetVersionInput } from './asset-bulk.types.js';

export { AssetBulkResolver } from './asset-bulk.resolver.js';

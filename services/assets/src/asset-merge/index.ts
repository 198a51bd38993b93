export { AssetMergeResolver, AssetMergesResolver } from './asset-merge.resolver.js';

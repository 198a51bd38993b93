export { assetMergeProjection } from './asset-merge.projection.js';

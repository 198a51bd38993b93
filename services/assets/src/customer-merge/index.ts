export { customerMergeProjection } from './customer-merge.projection.js';

export { customerMergeJobs } from './customer-merge.job.js';
export { CustomerMergeResolver } from './customer-merge.resolver.js';

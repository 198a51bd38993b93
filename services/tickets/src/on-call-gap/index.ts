export { OnCallGapEntity } from './on-call-gap.entity.js';
export { onCallGapJobs } from './on-call-gap.job.js';
export { OnCallGapResolver } from './on-call-gap.resolver.js';

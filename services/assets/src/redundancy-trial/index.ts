export { redundancyTrialJobs } from './redundancy-trial.job.js';
export { RedundancyTrialResolver } from './redundancy-trial.resolver.js';

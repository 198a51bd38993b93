export { redundancyTrialHandlers } from './redundancy-trial.projection.js';
export type { KeptTrial } from './redundancy-trial.rules.js';
export { clearRedundancyTrials, findLastRun, findTrials } from './redundancy-trial.store.js';

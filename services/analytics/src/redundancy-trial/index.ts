export { redundancyTrialHandlers } from './redundancy-trial.projection.js';
export { clearRedundancyTrials, findLastRun, findTrials, type KeptTrial } from './redundancy-trial.store.js';

export { redundancyTrialHandlers } from './redundancy-trial.projection.js';
export {
  clearRedundancyTrials,
  findLastRun,
  findTrials,
  type KeptTrial,
  type KeptTrialRun,
} from './redundancy-trial.store.js';

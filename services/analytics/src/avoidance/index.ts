export {
  avoidedBy,
  CutIndexing,
  type Avoided,
  type AvoidedDown,
  type AvoidedIncident,
} from './avoidance.rules.js';
export { downTimes, without } from './cut.rules.js';

export { avoidedBy, CutIndexing, type Avoided, type AvoidedIncident, type Work } from './avoidance.rules.js';
export { downTimes, without } from './cut.rules.js';
export { finished } from './work.service.js';

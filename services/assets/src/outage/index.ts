export { outageParts, overlappingSets, stateNumber } from './outage.rules.js';
export { readOutages } from './outage.store.js';
export {
  incidentProjection,
  outagesAt,
  outagesIn,
  requestRestatement,
  type EstateOutages,
} from './outage.service.js';
export { restatementJobs } from './restatement.job.js';

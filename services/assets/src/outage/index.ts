export { stateNumber } from './outage.rules.js';
export { incidentProjection, outagesIn, requestRestatement, type EstateOutages } from './outage.service.js';
export { restatementWork } from './restatement.job.js';

export { stateNumber } from './outage.rules.js';
export {
  incidentProjection,
  outagesIn,
  requestRestatement,
  restateRequested,
  type EstateOutages,
} from './outage.service.js';

export { MajorIncidentEntity } from './major-incident.entity.js';
export {
  MajorIncidentResolver,
  TicketMajorIncidentResolver,
  TimelineEntryResolver,
} from './major-incident.resolver.js';
export { nextUpdateAt } from './major-incident.rules.js';
export { findLedBy, majorIncidentRecords } from './major-incident.store.js';
export { MajorIncident } from './major-incident.types.js';

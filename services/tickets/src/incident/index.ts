export { IncidentEntity } from './incident.entity.js';
export { IncidentResolver, TicketIncidentResolver } from './incident.resolver.js';
export { acknowledgeIncident, beginIncident, endIncident } from './incident.service.js';

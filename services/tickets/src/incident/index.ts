export { IncidentEntity } from './incident.entity.js';
export { IncidentResolver, TicketIncidentResolver } from './incident.resolver.js';
export { acknowledgeIncident, beginIncident, endIncident, nameOtherCustomer } from './incident.service.js';

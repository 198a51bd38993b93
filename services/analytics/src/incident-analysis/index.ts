export { IncidentTrendResolver } from './incident-trend.resolver.js';
export { incidentMonths } from './incident-trend.store.js';

export { ATTRIBUTED, ATTRIBUTION, ATTRIBUTION_RULE } from './attribution.store.js';
export { IS_INCIDENT, WITH_TICKET } from './incident-fact.store.js';
export { IncidentReportResolver } from './incident-report.resolver.js';
export { AttributionSource } from './incident-report.types.js';
export { clearSuspects, suspectHandlers } from './incident-suspects.projection.js';
export { IncidentTrendResolver } from './incident-trend.resolver.js';
export { incidentMonths } from './incident-trend.store.js';

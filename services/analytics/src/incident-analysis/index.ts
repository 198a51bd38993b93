export { ATTRIBUTION, ATTRIBUTION_RULE, AttributionSource } from './incident-analysis.rules.js';
export { ATTRIBUTED, IS_INCIDENT, WITH_TICKET } from './incident-fact.store.js';
export { IncidentReportResolver } from './incident-report.resolver.js';
export { clearSuspects, suspectHandlers } from './incident-suspects.projection.js';
export { IncidentTrendResolver } from './incident-trend.resolver.js';
export { incidentMonths } from './incident-trend.store.js';

export { TicketSeverityResolver } from './severity.resolver.js';
export type { SeverityScore } from './severity.rules.js';
export { severityScores } from './severity.store.js';
export { SeverityScoreObject } from './severity.types.js';

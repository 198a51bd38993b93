export { slaClockJobs } from './sla-clock.job.js';
export { TicketClocksResolver } from './sla-clock.resolver.js';
export { settleClocks } from './sla-clock.service.js';
export { clockColumns } from './sla-clock.store.js';
export { calendarsOf, shownAt } from './sla-clock.loader.js';
export { SlaClock } from './sla-clock.types.js';
export { ClockPolicy } from './ticket-life.rules.js';
export type { SlaClockRecord } from './settlement.rules.js';

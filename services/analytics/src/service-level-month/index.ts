export { loadLiveMonths } from './live-month.loader.js';
export type { LiveMonths } from './service-level-month.rules.js';
export { serviceLevelMonthJobs } from './service-level-month.job.js';
export { staleAfterHandlers, staleBeforeHandlers } from './service-level-month.projection.js';
export { settleServiceLevels } from './settling.job.js';
export { clearServiceLevelMonths, markPieces, monthsAsOf } from './service-level-month.store.js';

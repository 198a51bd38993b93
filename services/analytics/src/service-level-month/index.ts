export { loadLiveMonths, type LiveMonths } from './live-month.loader.js';
export { serviceLevelMonthJobs } from './service-level-month.job.js';
export { staleAfterHandlers, staleBeforeHandlers } from './service-level-month.projection.js';
export { settleServiceLevels } from './service-level-month.service.js';
export { clearServiceLevelMonths, markPieces, monthsAsOf } from './service-level-month.store.js';

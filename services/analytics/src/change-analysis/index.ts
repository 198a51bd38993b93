export { ChangeOutcomesResolver } from './change-outcome.resolver.js';
export { outcomesOf } from './change-outcome.rules.js';
export { CHANGE_INSTANT, changeMonths, IS_FINISHED } from './change-outcome.store.js';
export { ChangeReportResolver } from './change-report.resolver.js';

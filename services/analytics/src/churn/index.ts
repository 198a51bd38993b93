export { ChurnCauseResolver, ChurnCausesResolver } from './churn-cause.resolver.js';
export {
  ChurnReportResolver,
  ChurnReportRowResolver,
  LostCustomerResolver,
} from './churn-report.resolver.js';
export type { CustomerDay } from './preceding.rules.js';
export { readPreceding } from './preceding.store.js';
export { lossMonths } from './loss-month.store.js';

export { ChurnCauseResolver, ChurnCausesResolver } from './churn-cause.resolver.js';
export {
  ChurnReportResolver,
  ChurnReportRowResolver,
  LostCustomerResolver,
} from './churn-report.resolver.js';
export { readPreceding, type CustomerDay } from './preceding.store.js';

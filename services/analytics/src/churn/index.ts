export { ChurnCauseResolver, ChurnCausesResolver } from './churn-cause.resolver.js';
export {
  ChurnReportResolver,
  ChurnReportRowResolver,
  LostCustomerResolver,
} from './churn-report.resolver.js';
export { lossMonths } from './loss-month.store.js';

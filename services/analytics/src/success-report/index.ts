export { SuccessPageResolver, SuccessReportResolver } from './success-report.resolver.js';

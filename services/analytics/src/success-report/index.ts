export { SuccessReportResolver } from './success-report.resolver.js';

export { attainmentMonths, loadAttainment, responseMonths } from './attainment.loader.js';
export { AttainmentResolver } from './attainment.resolver.js';
export { ServiceLevelMonthResolver, SlaReportResolver } from './sla-report.resolver.js';

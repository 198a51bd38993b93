export { attainmentMonths, loadAttainment, responseMonths } from './attainment.loader.js';
export { AttainmentResolver } from './attainment.resolver.js';
export { type AttainmentFigures } from './attainment.store.js';
export { ServiceLevelMonthResolver, SlaReportResolver } from './sla-report.resolver.js';

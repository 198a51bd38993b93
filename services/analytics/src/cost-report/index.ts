export { CostReportResolver, CostToServeResolver } from './cost-report.resolver.js';

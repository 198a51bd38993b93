export { composeReport, type ReportRequest } from './report-composition.js';
export { REPORTS, type ReportName } from './report-definition.rules.js';

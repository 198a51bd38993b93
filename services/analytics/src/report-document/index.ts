export { reportPage, reportText, sectionCsv } from './report-page.js';
export type { ColumnUnit, ReportColumn, ReportDocument, ReportSection } from './report-document.rules.js';

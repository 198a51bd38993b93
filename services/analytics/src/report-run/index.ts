export { beginDueRuns, deliverReport, reportJobs, type ReportSending } from './report-run.job.js';
export { ReportRunResolver } from './report-run.resolver.js';

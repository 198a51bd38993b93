export { reportJobs } from './report-run.job.js';
export { ReportRunResolver } from './report-run.resolver.js';
export { beginDueRuns, deliverReport, type ReportSending } from './report-run.service.js';

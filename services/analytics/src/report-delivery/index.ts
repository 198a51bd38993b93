export type { Attempt } from './attempt.rules.js';
export { readReportPost, type ReportPost } from './report-post.js';

export { readReportPost, type Attempt, type ReportPost } from './report-post.js';

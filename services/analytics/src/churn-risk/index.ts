export { churnJobs } from './churn-model.job.js';
export { ChurnModelResolver, ChurnRiskResolver } from './churn-risk.resolver.js';

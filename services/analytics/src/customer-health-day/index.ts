export { customerHealthJobs } from './customer-health-day.job.js';
export { CustomerHealthDayResolver } from './customer-health-day.resolver.js';

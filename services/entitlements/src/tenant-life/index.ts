export { tenantLifeJobs } from './tenant-life.job.js';

export { enqueue, JobQueue, type CronJob, type JobHandler, type JobQueueOptions } from './job-queue.js';
export { jobWork, type JobDependencies, type JobSet } from './job-set.js';

export { enqueue, JobQueue, type CronJob, type JobHandler, type JobQueueOptions } from './job-queue.js';

export { endWithout, giveUp, moveOrderWith, takeSeats } from './lifecycle.service.js';
export { schedule, wakeWaiting } from './schedule.js';
export { provisioningJobs } from './run.job.js';

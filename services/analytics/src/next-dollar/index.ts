export { NextDollarResolver, NextDollarsResolver } from './next-dollar.resolver.js';
export { savingJobs } from './saving.job.js';

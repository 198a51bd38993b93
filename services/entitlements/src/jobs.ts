import { jobWork, type BackgroundWork, type JobDependencies } from '@plimsoll/shared';
import { customerAccessJobs } from './customer-access/index.js';

/** The timed and deferred work of this service: the jobs of all its nouns, on one queue. */
export function entitlementsWork(dependencies: JobDependencies): BackgroundWork {
  return jobWork({ ...dependencies, concurrency: 4 }, [customerAccessJobs(dependencies)]);
}

import { jobWork, type BackgroundWork, type JobDependencies } from '@plimsoll/shared';
import { assessmentJobs } from './change-assessment/index.js';
import { restatementJobs } from './outage/index.js';
import { redundancyTrialJobs } from './redundancy-trial/index.js';
import { suspectJobs } from './suspect-change/index.js';

/** The timed and deferred work of this service: the jobs of all its nouns, on one queue. */
export function assetsWork(dependencies: JobDependencies): BackgroundWork {
  return jobWork(dependencies, [
    restatementJobs(dependencies),
    assessmentJobs(dependencies),
    suspectJobs(dependencies),
    redundancyTrialJobs(dependencies),
  ]);
}

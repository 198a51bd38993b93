import { jobWork, type BackgroundWork, type JobDependencies } from '@plimsoll/shared';
import { escalationJobs } from './escalation-run/index.js';
import { onCallGapJobs } from './on-call-gap/index.js';
import { slaClockJobs } from './sla-clock/index.js';
import { followerJobs } from './ticket-follow/index.js';
import { ticketArrivalJobs } from './ticket-import/index.js';

/** The timed and deferred work of this service: the jobs of all its nouns, on one queue. */
export function ticketsWork(dependencies: JobDependencies): BackgroundWork {
  return jobWork(dependencies, [
    followerJobs(dependencies),
    escalationJobs(dependencies),
    onCallGapJobs(dependencies),
    slaClockJobs(dependencies),
    ticketArrivalJobs(dependencies),
  ]);
}

import { jobWork, type BackgroundWork, type JobDependencies } from '@plimsoll/shared';
import { churnJobs } from './churn-risk/index.js';
import { customerHealthJobs } from './customer-health-day/index.js';
import { monthFigureJobs } from './month-figure/index.js';
import { MONTH_FAMILIES } from './month-families.js';
import { reportJobs, type ReportSending } from './report-run/index.js';
import { savingJobs } from './next-dollar/index.js';
import { serviceCreditJobs } from './service-credit/index.js';
import { serviceLevelMonthJobs } from './service-level-month/index.js';

/** The timed and deferred work of this service: the jobs of all its nouns, on one queue. */
export function analyticsWork(dependencies: JobDependencies & ReportSending): BackgroundWork {
  return jobWork(dependencies, [
    churnJobs(dependencies),
    customerHealthJobs(dependencies),
    serviceLevelMonthJobs(dependencies),
    serviceCreditJobs(dependencies),
    monthFigureJobs(dependencies, MONTH_FAMILIES),
    savingJobs(dependencies),
    reportJobs(dependencies),
  ]);
}

import type { JobSet } from '@plimsoll/shared';
import {
  beginDueRuns,
  DELIVER_JOB,
  deliverReport,
  resumeDeliveries,
  type ReportSending,
} from './report-run.service.js';

const BEGIN_JOB = 'begin_due_reports';
const EVERY_MINUTE = '* * * * *';

/** Every minute, begins the reports that are due; each sending is a job of its own, on any of the replicas. */
export function reportJobs(sending: ReportSending): JobSet {
  return {
    handlers: {
      [BEGIN_JOB]: () => beginDueRuns(sending),
      [DELIVER_JOB]: ({ deliveryId }) => deliverReport(sending, String(deliveryId)),
    },
    crons: [{ name: BEGIN_JOB, match: EVERY_MINUTE }],
    started: () => resumeDeliveries(sending),
    stopped: () => Promise.resolve(sending.post.close()),
  };
}

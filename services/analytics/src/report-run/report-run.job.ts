import type { Database, JobSet } from '@plimsoll/shared';
import type { Reporting } from '../exchange-rate/index.js';
import type { Attempt, ReportPost } from '../report-delivery/index.js';
import { reportPage, reportText, sectionCsv, type ReportDocument } from '../report-document/index.js';
import {
  findActiveSchedules,
  latestDue,
  periodText,
  reportScheduleRecords,
  type ReportScheduleRecord,
} from '../report-schedule/index.js';
import { writeReport } from './report-run.loader.js';
import { outcomeOf } from './report-run.rules.js';
import { DELIVER_JOB, enqueueDelivery } from './report-run.service.js';
import {
  beginRun,
  findWaiting,
  settleDelivery,
  takeDelivery,
  type ReportDeliveryRecord,
  type ReportRunRecord,
} from './report-run.store.js';

const BEGIN_JOB = 'begin_due_reports';
const EVERY_MINUTE = '* * * * *';
const SYSTEM = { kind: 'SYSTEM' } as const;
/** Reports are of the whole company: who may schedule them sees all of it. */
const STAFF = { kind: 'STAFF' } as const;

/** What sending reports takes. */
export interface ReportSending {
  readonly database: Database;
  readonly clock: () => Date;
  readonly reporting: Reporting;
  readonly post: ReportPost;
}

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

/** Begins the run of every schedule's latest period, where that is due and was not begun; each once, whoever looks. */
export async function beginDueRuns({ database, clock }: ReportSending): Promise<void> {
  const now = clock();
  await database.transaction(SYSTEM, async (tx) => {
    for (const schedule of await findActiveSchedules(tx)) {
      const due = latestDue(schedule, now);
      if (due.dueAt < schedule.activeSince) continue;
      const run = {
        scheduleId: schedule.id,
        periodFrom: due.from,
        periodTo: due.to,
        dueAt: due.dueAt,
        createdAt: now,
      };
      for (const id of (await beginRun(tx, run, schedule)) ?? []) await enqueueDelivery(tx, id);
    }
  });
}

/** Takes up the sendings that a process which stopped has left. */
async function resumeDeliveries({ database }: ReportSending): Promise<void> {
  await database.transaction(SYSTEM, async (tx) => {
    for (const id of await findWaiting(tx)) await enqueueDelivery(tx, id);
  });
}

/**
 * Sends a report to one receiver: what may have left is on record before it leaves. A receiver that does not have it is
 * tried again, up to eight times over two days; whether one has it that broke off is not known, and it is left to people.
 */
export async function deliverReport(sending: ReportSending, deliveryId: string): Promise<void> {
  const { database, clock } = sending;
  const taken = await database.transaction(SYSTEM, async (tx) => {
    const found = await takeDelivery(tx, deliveryId, clock());
    if (!found) return null;
    const schedule = await reportScheduleRecords.require(tx, found.run.scheduleId, []);
    return { ...found, schedule };
  });
  if (!taken) return;
  const { delivery, run, schedule } = taken;
  const attempt = await attemptOf(sending, delivery, run, schedule);
  await database.transaction(SYSTEM, async (tx) => {
    const { status, error, again } = outcomeOf(attempt, delivery.attempts, clock());
    await settleDelivery(tx, deliveryId, status, error, clock());
    if (again) await enqueueDelivery(tx, deliveryId, again);
  });
}

async function attemptOf(
  sending: ReportSending,
  delivery: ReportDeliveryRecord,
  run: ReportRunRecord,
  schedule: ReportScheduleRecord,
): Promise<Attempt> {
  const { database, clock, reporting, post } = sending;
  const { report, frequency, timeZone, locale } = schedule;
  const period = periodText({ from: run.periodFrom, to: run.periodTo }, timeZone, locale);
  let document: ReportDocument;
  const session = database.session(STAFF);
  try {
    document = await writeReport(
      session,
      { report, frequency, timeZone, locale, period, from: run.periodFrom, to: run.periodTo },
      { now: clock(), reporting },
    );
  } catch (error) {
    // Nothing has left.
    return { status: 'NOT_SENT', error: `could not be written: ${messageOf(error)}`, again: true };
  } finally {
    await session.release();
  }
  if (delivery.recipient !== null) {
    return post.mail({
      id: delivery.id,
      to: delivery.recipient,
      subject: `${document.title}: ${document.period}`,
      text: reportText(document),
      html: reportPage(document, { charts: false }),
      attachments: [
        {
          filename: 'report.html',
          contentType: 'text/html; charset=utf-8',
          content: reportPage(document, { charts: true }),
        },
        ...document.sections.map((section) => ({
          filename: `${section.heading.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}.csv`,
          contentType: 'text/csv; charset=utf-8',
          content: sectionCsv(section),
        })),
      ],
    });
  }
  if (
    delivery.webhookUrl === null ||
    schedule.webhookUrl !== delivery.webhookUrl ||
    schedule.webhookSecret === null
  ) {
    return { status: 'NOT_SENT', error: 'the schedule has another webhook now', again: false };
  }
  return post.deliver({
    id: delivery.id,
    url: delivery.webhookUrl,
    secret: schedule.webhookSecret,
    body: {
      type: 'report.ready',
      timestamp: clock().toISOString(),
      data: {
        schedule: schedule.id,
        run: run.id,
        report,
        from: run.periodFrom.toISOString(),
        to: run.periodTo.toISOString(),
        ...document,
        html: reportPage(document, { charts: true }),
      },
    },
  });
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 300);
}

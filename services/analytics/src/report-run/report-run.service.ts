import {
  authorize,
  DomainError,
  enqueue,
  idempotently,
  notFound,
  type Database,
  type RequestContext,
  type Session,
} from '@plimsoll/shared';
import type { Reporting } from '../exchange-rate/index.js';
import { readFreshness } from '../freshness/index.js';
import { runMetrics } from '../metric-query/index.js';
import { composeReport, type ReportRequest } from '../report-definition/index.js';
import type { Attempt, ReportPost } from '../report-delivery/index.js';
import { reportPage, reportText, sectionCsv, type ReportDocument } from '../report-document/index.js';
import {
  findActiveSchedules,
  latestDue,
  periodText,
  reportScheduleRecords,
  type ReportScheduleRecord,
} from '../report-schedule/index.js';
import {
  beginRun,
  findDelivery,
  findWaiting,
  settleDelivery,
  takeDelivery,
  type DeliveryStatus,
  type ReportDeliveryRecord,
  type ReportRunRecord,
} from './report-run.store.js';
import type { ResendReportInput } from './report-run.types.js';

/** The job that sends one report to one receiver. */
export const DELIVER_JOB = 'deliver_report';
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

/** A report as it stands, for the period of a request. Under the scope of the session. */
export async function writeReport(
  session: Session,
  request: ReportRequest,
  asking: { now: Date; reporting: Reporting },
): Promise<ReportDocument> {
  return composeReport(
    request,
    async (question, rows) =>
      runMetrics(session, question, { first: rows }, { ...asking, seesInternal: true }),
    await readFreshness(session),
  );
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
export async function resumeDeliveries({ database }: ReportSending): Promise<void> {
  await database.transaction(SYSTEM, async (tx) => {
    for (const id of await findWaiting(tx)) await enqueueDelivery(tx, id);
  });
}

function enqueueDelivery(tx: Session, id: string, runAt?: Date): Promise<string> {
  return enqueue(
    tx,
    DELIVER_JOB,
    { deliveryId: id },
    { jobKey: `report:${id}`, ...(runAt ? { runAt } : {}) },
  );
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

/**
 * Sends a report again to a receiver who did not get it, or of whom that is not known, once for its idempotency key.
 * Roles: admin, manager, executive.
 *
 * @throws DomainError `NOT_FOUND`, `NOT_RESENDABLE` for one that is on its way or has arrived
 */
export async function resendReport(
  context: RequestContext,
  input: ResendReportInput,
): Promise<ReportDeliveryRecord> {
  authorize(context, 'admin', 'manager', 'executive');
  const { principal, session, now } = context;
  return session.transaction(async (tx) => {
    const { id } = await idempotently(
      tx,
      { principal, mutation: 'resendReport', key: input.idempotencyKey, body: input },
      async () => {
        await tx.query('select id from report_delivery where id = $1 for update', [input.deliveryId]);
        const delivery = await findDelivery(tx, input.deliveryId);
        if (!delivery) throw notFound('report delivery', input.deliveryId, ['deliveryId']);
        if (delivery.status !== 'FAILED' && delivery.status !== 'UNKNOWN') {
          throw new DomainError('NOT_RESENDABLE', `The sending is ${delivery.status}.`, ['deliveryId']);
        }
        await settleDelivery(tx, delivery.id, 'PENDING', delivery.lastError, now);
        await enqueueDelivery(tx, delivery.id);
        return { id: delivery.id };
      },
    );
    const delivery = await findDelivery(tx, id);
    if (!delivery) throw notFound('report delivery', id, ['deliveryId']);
    return delivery;
  });
}

const MOST_ATTEMPTS = 8;
/** Minutes until the next attempt, after the first, the second … */
const PAUSES = [1, 5, 15, 60, 240, 720, 1_440];

function outcomeOf(
  attempt: Attempt,
  attempts: number,
  now: Date,
): { status: DeliveryStatus; error: string | null; again: Date | null } {
  if (attempt.status === 'SENT') return { status: 'SENT', error: null, again: null };
  const { error } = attempt;
  if (attempt.status === 'UNKNOWN') return { status: 'UNKNOWN', error, again: null };
  if (!attempt.again || attempts >= MOST_ATTEMPTS) return { status: 'FAILED', error, again: null };
  const pause = PAUSES[attempts - 1] ?? PAUSES.at(-1) ?? 0;
  return { status: 'PENDING', error, again: new Date(now.getTime() + pause * 60_000) };
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 300);
}

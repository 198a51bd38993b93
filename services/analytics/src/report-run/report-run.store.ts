import { newId, type Session } from '@plimsoll/shared';
import type { DeliveryStatus } from './report-run.rules.js';

/** A report of one period. */
export interface ReportRunRecord {
  id: string;
  scheduleId: string;
  periodFrom: Date;
  periodTo: Date;
  dueAt: Date;
  createdAt: Date;
}

/** A report sent to one receiver. */
export interface ReportDeliveryRecord {
  id: string;
  runId: string;
  /** A mail address; null: the webhook. */
  recipient: string | null;
  webhookUrl: string | null;
  status: DeliveryStatus;
  attempts: number;
  lastError: string | null;
  /** When it was sent, given up, or not known to have arrived. */
  settledAt: Date | null;
}

const RUN = `r.id, r.schedule_id as "scheduleId", r.period_from as "periodFrom", r.period_to as "periodTo",
  r.due_at as "dueAt", r.created_at as "createdAt"`;
const DELIVERY = `d.id, d.run_id as "runId", d.recipient, d.webhook_url as "webhookUrl", d.status, d.attempts,
  d.last_error as "lastError", d.settled_at as "settledAt"`;

/**
 * Begins the run of a period with its sendings, once; null where it was begun before, by whomever. Two statements.
 *
 * @param receivers mail addresses, and the webhook where there is one
 */
export async function beginRun(
  tx: Session,
  run: Omit<ReportRunRecord, 'id'>,
  receivers: { recipients: readonly string[]; webhookUrl: string | null },
): Promise<string[] | null> {
  const [begun] = await tx.query<{ id: string }>(
    `insert into report_run (id, schedule_id, period_from, period_to, due_at, created_at)
     values ($1, $2, $3, $4, $5, $6) on conflict (schedule_id, period_from, period_to) do nothing returning id`,
    [newId('rrn'), run.scheduleId, run.periodFrom, run.periodTo, run.dueAt, run.createdAt],
  );
  if (!begun) return null;
  const { recipients, webhookUrl } = receivers;
  const deliveries = [
    ...recipients.map((recipient) => ({ id: newId('rdl'), recipient, url: null })),
    ...(webhookUrl === null ? [] : [{ id: newId('rdl'), recipient: null, url: webhookUrl }]),
  ];
  await tx.query(
    `insert into report_delivery (id, run_id, recipient, webhook_url, status)
     select g.id, $1, g.recipient, g.url, 'PENDING'
       from jsonb_to_recordset($2::jsonb) as g(id text, recipient text, url text)`,
    [begun.id, JSON.stringify(deliveries)],
  );
  return deliveries.map(({ id }) => id);
}

/**
 * Takes a sending that waits: from now on it may have left. Of one that somebody took before and did not settle, it is
 * not known whether it left. Null where there is nothing to send.
 */
export async function takeDelivery(
  tx: Session,
  id: string,
  now: Date,
): Promise<{ delivery: ReportDeliveryRecord; run: ReportRunRecord } | null> {
  const [delivery] = await tx.query<ReportDeliveryRecord>(
    `select ${DELIVERY} from report_delivery d where d.id = $1 for update`,
    [id],
  );
  if (!delivery || (delivery.status !== 'PENDING' && delivery.status !== 'SENDING')) return null;
  // A webhook takes a message of the same id once, so that sending it again does no harm.
  if (delivery.status === 'SENDING' && delivery.recipient !== null) {
    await settleDelivery(tx, id, 'UNKNOWN', 'the platform stopped while it was being sent', now);
    return null;
  }
  await tx.query(`update report_delivery set status = 'SENDING', attempts = attempts + 1 where id = $1`, [
    id,
  ]);
  const [run] = await tx.query<ReportRunRecord>(`select ${RUN} from report_run r where r.id = $1`, [
    delivery.runId,
  ]);
  if (!run) throw new Error(`the run of ${id} is not there`);
  return { delivery: { ...delivery, attempts: delivery.attempts + 1 }, run };
}

/** Notes what became of a sending. */
export async function settleDelivery(
  tx: Session,
  id: string,
  status: DeliveryStatus,
  error: string | null,
  now: Date,
): Promise<void> {
  await tx.query('update report_delivery set status = $2, last_error = $3, settled_at = $4 where id = $1', [
    id,
    status,
    error,
    status === 'PENDING' ? null : now,
  ]);
}

/** One sending, or null. */
export async function findDelivery(session: Session, id: string): Promise<ReportDeliveryRecord | null> {
  const [delivery] = await session.query<ReportDeliveryRecord>(
    `select ${DELIVERY} from report_delivery d where d.id = $1`,
    [id],
  );
  return delivery ?? null;
}

/** The sendings that wait, or that somebody took and has not settled since. */
export async function findWaiting(session: Session): Promise<string[]> {
  const rows = await session.query<{ id: string }>(
    `select id from report_delivery where status in ('PENDING', 'SENDING') order by id limit 1000`,
  );
  return rows.map(({ id }) => id);
}

/** The latest runs of each of these schedules, the newest first, with their sendings. Two statements. */
export async function findRuns(
  session: Session,
  scheduleIds: readonly string[],
  most: number,
): Promise<Map<string, (ReportRunRecord & { deliveries: ReportDeliveryRecord[] })[]>> {
  const runs = await session.query<ReportRunRecord>(
    `select ${RUN} from unnest($1::text[]) as asked(id)
       cross join lateral (select * from report_run where schedule_id = asked.id
                            order by period_from desc limit $2) r
      order by r.period_from desc`,
    [scheduleIds, most],
  );
  const deliveries = await session.query<ReportDeliveryRecord>(
    `select ${DELIVERY} from report_delivery d where d.run_id = any($1::text[]) order by d.recipient nulls last`,
    [runs.map(({ id }) => id)],
  );
  const found = new Map<string, (ReportRunRecord & { deliveries: ReportDeliveryRecord[] })[]>();
  for (const run of runs) {
    const own = deliveries.filter(({ runId }) => runId === run.id);
    const known = found.get(run.scheduleId);
    if (known) known.push({ ...run, deliveries: own });
    else found.set(run.scheduleId, [{ ...run, deliveries: own }]);
  }
  return found;
}

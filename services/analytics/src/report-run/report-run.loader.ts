import type { RequestContext, Session } from '@plimsoll/shared';
import type { Reporting } from '../exchange-rate/index.js';
import { readFreshness } from '../freshness/index.js';
import { runMetrics } from '../metric-query/index.js';
import { composeReport, type ReportRequest } from '../report-definition/index.js';
import type { ReportDocument } from '../report-document/index.js';
import { findRuns, type ReportDeliveryRecord, type ReportRunRecord } from './report-run.store.js';

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

/** The latest runs of a schedule, the newest first, with their sendings; batched a request. */
export async function loadRuns(
  context: RequestContext,
  scheduleId: string,
  first: number,
): Promise<(ReportRunRecord & { deliveries: ReportDeliveryRecord[] })[]> {
  const runs = await context
    .loader<string, (ReportRunRecord & { deliveries: ReportDeliveryRecord[] })[]>(
      `report runs ${first}`,
      async (ids) => {
        const found = await findRuns(context.session, ids, first);
        return ids.map((id) => found.get(id) ?? []);
      },
    )
    .load(scheduleId);
  return runs ?? [];
}

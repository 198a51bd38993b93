import { listPage, type Page, type RequestContext } from '@plimsoll/shared';
import { checkPeriod, ratioOf } from '../executive/index.js';
import { ATTRIBUTION_RULE, AttributionSource } from '../incident-analysis/index.js';
import { finishedOf } from './change-outcome.rules.js';
import { ChangeReportDimension } from './change-report.rules.js';
import {
  changeList,
  readChangeReport,
  type ChangeListFilter,
  type ChangeQuestion,
  type ChangeReportFigures,
  type ReportedChangeRow,
} from './change-report.store.js';
import type { ChangeReport, ChangeReportRow, ReportedChange } from './change-report.types.js';

/** The report on a period's changes; one statement. @throws DomainError `INVALID` for the period */
export async function loadChangeReport(
  { session }: RequestContext,
  asked: ChangeQuestion,
): Promise<ChangeReport> {
  const question: ChangeQuestion = { ...asked, ...checkPeriod(asked) };
  const figures = await readChangeReport(session, question);
  const rows = figures.map((one) => rowOf(one, question));
  const total = rows.pop();
  if (!total) throw new Error('a report has a total');
  return { ...asked, rows, total };
}

function rowOf(figures: ChangeReportFigures, { by }: ChangeQuestion): ChangeReportRow {
  const { key, succeeded, succeededWithIssues, emergencies, harmful, ...rest } = figures;
  const finished = finishedOf(figures);
  return {
    ...rest,
    key,
    asset: by === ChangeReportDimension.ASSET && key ? { id: key } : null,
    succeeded,
    succeededWithIssues,
    successRate: ratioOf(succeeded + succeededWithIssues, finished),
    emergencyShare: ratioOf(emergencies, finished),
    harmfulShare: ratioOf(harmful, finished),
  };
}

/** A page of a report's changes, by their end; one statement, and one more for the count. */
export function listChanges(
  { session }: RequestContext,
  filter: ChangeListFilter,
  page: { first: number; after?: string | null },
): Promise<Page<ReportedChangeRow>> {
  return listPage(session, changeList, { first: page.first, after: page.after ?? null, filter });
}

/** A change as a report lists it. */
export function reportedChange({ id, assetIds, incidents, ...rest }: ReportedChangeRow): ReportedChange {
  return {
    ...rest,
    change: { id },
    assets: assetIds.map((assetId) => ({ id: assetId })),
    incidents: incidents.map(({ id: ticketId, source, hops }) => ({
      ticket: { id: ticketId },
      source,
      rule: source === AttributionSource.RULE ? ATTRIBUTION_RULE : null,
      hops,
    })),
  };
}

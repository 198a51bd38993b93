import { listPage, type Page, type RequestContext } from '@plimsoll/shared';
import { checkPeriod } from '../executive/index.js';
import { ATTRIBUTION_RULE, AttributionSource, IncidentReportDimension } from './incident-analysis.rules.js';
import {
  incidentList,
  readIncidentReport,
  type IncidentListFilter,
  type IncidentQuestion,
  type IncidentReportFigures,
  type ReportedIncidentRow,
} from './incident-report.store.js';
import type { IncidentReport, IncidentReportRow, ReportedIncident } from './incident-report.types.js';

/** The report on a period's incidents; one statement. @throws DomainError `INVALID` for the period */
export async function loadIncidentReport(
  { session }: RequestContext,
  asked: IncidentQuestion,
): Promise<IncidentReport> {
  const question: IncidentQuestion = { ...asked, ...checkPeriod(asked) };
  const figures = await readIncidentReport(session, question);
  const rows = figures.map((one) => rowOf(one, question));
  const total = rows.pop();
  if (!total) throw new Error('a report has a total');
  return { ...asked, rows, total };
}

function rowOf(figures: IncidentReportFigures, { by, from, to, asOf }: IncidentQuestion): IncidentReportRow {
  const observed = Math.max(0, Math.min(to.getTime(), asOf.getTime()) - from.getTime()) / 1000;
  const { key, incidentCount, outageSeconds } = figures;
  return {
    ...figures,
    asset: by === IncidentReportDimension.ASSET && key ? { id: key } : null,
    meanTimeBetweenFailuresSeconds: incidentCount === 0 ? null : (observed - outageSeconds) / incidentCount,
  };
}

/** A page of a report's incidents, by their start; one statement, and one more for the count. */
export function listIncidents(
  { session }: RequestContext,
  filter: IncidentListFilter,
  page: { first: number; after?: string | null },
): Promise<Page<ReportedIncidentRow>> {
  return listPage(session, incidentList, { first: page.first, after: page.after ?? null, filter });
}

/** An incident as a report lists it: what happened after `asOf` has not happened. */
export function reportedIncident(row: ReportedIncidentRow, asOf: Date): ReportedIncident {
  const by = (at: Date | null) => (at !== null && at <= asOf ? at : null);
  const between = (from: Date | null, to: Date | null) =>
    from === null || to === null ? null : (to.getTime() - from.getTime()) / 1000;
  const { id, startedAt, causeCategory, category, severity, reopened, repeated, changeId, source, hops } =
    row;
  const [detected, resolved] = [by(row.detectedAt), by(row.resolvedAt)];
  return {
    ticket: { id },
    startedAt,
    resolvedAt: resolved,
    category,
    causeCategory,
    severity,
    assets: row.assetIds.map((assetId) => ({ id: assetId })),
    reopened,
    repeated,
    attribution:
      changeId === null || source === null
        ? null
        : {
            change: { id: changeId },
            source,
            rule: source === AttributionSource.RULE ? ATTRIBUTION_RULE : null,
            hops,
          },
    detectSeconds: between(startedAt, detected),
    acknowledgeSeconds: between(detected, by(row.acknowledgedAt)),
    mitigateSeconds: between(startedAt, by(row.mitigatedAt)),
    restoreSeconds: between(startedAt, by(row.restoredAt)),
    resolveSeconds: between(startedAt, resolved),
  };
}

import {
  checkPageSize,
  decodeCursor,
  encodeCursor,
  invalid,
  listPage,
  type Page,
  type RequestContext,
} from '@plimsoll/shared';
import type { Period } from '../executive/index.js';
import { loadLiveMonths } from '../service-level-month/index.js';
import {
  monthList,
  readSlaReport,
  type ListedMonth,
  type MonthListArguments,
  type ReportCut,
  type SlaReportLine,
} from './sla-report.store.js';

/**
 * A page of a report on the service levels and clocks of a period as of an instant.
 *
 * @throws DomainError `INVALID` for a page size or a cursor
 */
export async function listSlaReport(
  context: RequestContext,
  question: { period: Period; by: ReportCut; asOf: Date },
  { first, after }: { first: number; after: string | null },
): Promise<Page<SlaReportLine>> {
  checkPageSize(first);
  const order = `BREACHES ${question.by}`;
  const place = after === null ? null : decodeCursor(order, after);
  const live = await loadLiveMonths(context, question.asOf);
  const lines = await readSlaReport(context.session, { ...question, live });
  const keyOf = ({ key }: SlaReportLine) => JSON.stringify(key);
  const start = place === null ? 0 : lines.findIndex((line) => keyOf(line) === place.id) + 1;
  if (place !== null && start === 0) throw invalid('`after` is not in this list.', ['after']);
  const rows = lines.slice(start, start + first);
  return {
    rows,
    cursors: rows.map((line) => encodeCursor(order, '', keyOf(line))),
    hasNextPage: start + first < lines.length,
    hasPreviousPage: after !== null,
    countAll: () => Promise.resolve(lines.length),
  };
}

/**
 * A page of the months of the customers that the caller sees.
 *
 * @throws DomainError `INVALID` for a month that is none
 */
export function listMonths(context: RequestContext, args: MonthListArguments): Promise<Page<ListedMonth>> {
  for (const name of ['from', 'to'] as const) {
    const month = args.filter?.[name];
    if (month != null && !/^\d{4}-(0[1-9]|1[0-2])$/.test(month)) {
      throw invalid(`\`${name}\` is written YYYY-MM, such as 2026-03.`, ['filter', name]);
    }
  }
  return listPage(context.session, monthList, args);
}

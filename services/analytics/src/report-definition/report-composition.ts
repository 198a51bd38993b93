import { DateTime } from 'luxon';
import type { ColumnUnit, ReportColumn, ReportDocument, ReportSection } from '../report-document/index.js';
import {
  DEFINITIONS,
  labelOf,
  TREND_GRAIN,
  TREND_PERIODS,
  type ReportName,
  type SectionDefinition,
} from './report-definition.rules.js';

/** A question of the metrics layer, as far as reports ask. */
export interface ReportQuestion {
  measures: readonly string[];
  dimensions: readonly string[];
  grain: 'WEEK' | 'MONTH' | 'NONE';
  from: Date;
  to: Date;
  timeZone: string;
  orderBy: readonly { name: string; direction: 'ASC' | 'DESC' }[];
}

/** Its answer; of amounts the unit is their currency. */
export interface ReportAnswer {
  columns: readonly { name: string; unit: string | null }[];
  rows: readonly (readonly (string | number | boolean | null)[])[];
}

/** What a report is of: a period in its reader's time zone, and how often it comes. */
export interface ReportRequest {
  report: ReportName;
  frequency: 'WEEKLY' | 'MONTHLY';
  from: Date;
  to: Date;
  timeZone: string;
  locale: string;
  /** The period in the reader's words. */
  period: string;
}

/**
 * A report with its answers.
 *
 * @param ask answers a question, at most as many rows
 */
export async function composeReport(
  request: ReportRequest,
  ask: (question: ReportQuestion, rows: number) => Promise<ReportAnswer>,
  dataAsOf: Date | null,
): Promise<ReportDocument> {
  const { title, sections } = DEFINITIONS[request.report];
  const answered: ReportSection[] = [];
  // One after the other: they share one connection to the database.
  for (const section of sections) {
    answered.push(sectionOf(section, await ask(questionOf(section, request), section.rows), request));
  }
  const { period, timeZone, locale } = request;
  return { title, period, timeZone, locale, dataAsOf, sections: answered };
}

function questionOf(
  section: SectionDefinition,
  { frequency, from, to, timeZone }: ReportRequest,
): ReportQuestion {
  const { measures, dimensions, over, by } = section;
  const last = DateTime.fromJSDate(from, { zone: timeZone });
  const before = { [frequency === 'WEEKLY' ? 'weeks' : 'months']: TREND_PERIODS - 1 };
  return {
    measures,
    dimensions,
    timeZone,
    to,
    from: over === 'TREND' ? last.minus(before).toJSDate() : from,
    grain: over === 'TREND' ? TREND_GRAIN[frequency] : 'NONE',
    orderBy: by === null ? [] : [{ name: by, direction: 'DESC' }],
  };
}

const UNITS = new Set<string>(['COUNT', 'SECONDS', 'RATIO', 'PERCENT', 'NUMBER']);

function sectionOf(
  section: SectionDefinition,
  answer: ReportAnswer,
  { frequency }: ReportRequest,
): ReportSection {
  const columns = answer.columns.map(({ name, unit }): ReportColumn => {
    const label = name === 'period' ? (frequency === 'WEEKLY' ? 'Week from' : 'Month') : labelOf(name);
    if (unit === null) return { name, label, unit: 'TEXT' };
    if (UNITS.has(unit)) return { name, label, unit: unit as ColumnUnit };
    return { name, label, unit: 'MONEY', currency: unit };
  });
  const rows = answer.rows.map((row) =>
    row.map((cell, index) => {
      if (typeof cell === 'boolean') return cell ? 'yes' : 'no';
      const isMonth = columns[index]?.name === 'period' && frequency === 'MONTHLY';
      return isMonth && typeof cell === 'string' ? cell.slice(0, 7) : cell;
    }),
  );
  const along = columns[0]?.name;
  const chart =
    along === undefined || section.drawn.length === 0
      ? null
      : {
          kind: section.over === 'TREND' ? ('LINE' as const) : ('BAR' as const),
          along,
          series: section.drawn,
        };
  return { heading: section.heading, note: section.note, columns, rows, chart };
}

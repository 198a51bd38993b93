import { invalid } from '@plimsoll/shared';
import { DateTime } from 'luxon';

/** How long each period of a report is. */
export type ReportGrain = 'WHOLE' | 'MONTH' | 'QUARTER' | 'YEAR';

/** Days of a report: `to` is the first day out. */
export interface ReportPeriod {
  from: string;
  to: string;
}

/** No report has more periods. */
const MOST_PERIODS = 120;

const UNIT = { MONTH: 'month', QUARTER: 'quarter', YEAR: 'year' } as const;

/**
 * The periods from one day to another, cut where calendar months, quarters or years begin: each day belongs to
 * exactly one, and the first and last may be shorter.
 *
 * @throws DomainError `INVALID` where the report ends before it starts, or has more than 120 periods
 */
export function periodsOf(from: string, to: string, grain: ReportGrain): ReportPeriod[] {
  if (to <= from) throw invalid(`\`to\` is ${to}, the first day out; it is after \`from\`, ${from}.`, ['to']);
  if (grain === 'WHOLE') return [{ from, to }];
  const unit = UNIT[grain];
  const periods: ReportPeriod[] = [];
  for (let start = from; start < to;) {
    const next = DateTime.fromISO(start, { zone: 'utc' })
      .startOf(unit)
      .plus({ [unit]: 1 })
      .toFormat('yyyy-MM-dd');
    const end = next < to ? next : to;
    periods.push({ from: start, to: end });
    if (periods.length > MOST_PERIODS) {
      throw invalid(`The report has more than ${MOST_PERIODS} periods; ask for fewer or longer ones.`, [
        'grain',
      ]);
    }
    start = end;
  }
  return periods;
}

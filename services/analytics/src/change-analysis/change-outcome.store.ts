import type { Session } from '@plimsoll/shared';
import type { MonthSlice } from '../executive/index.js';
import type { MonthFamily, SliceFigures } from '../month-figure/index.js';
import type { OutcomeCounts, OutcomesByKind } from './change-outcome.rules.js';

/** The instant at which a change counts, and whether it came to an end or was cancelled: of an alias `c`. */
export const CHANGE_INSTANT = 'change_instant(c.ended_at, c.window_to, c.window_from, c.started_at)';
export const IS_FINISHED = `(c.status <> 'CANCELLED'
  and c.outcome in ('SUCCEEDED', 'SUCCEEDED_WITH_ISSUES', 'FAILED', 'ROLLED_BACK'))`;
const of = (outcome: string) => `(count(*) filter (where ${IS_FINISHED} and c.outcome = '${outcome}'))::int`;

/** Select list: outcomes of changes `c`. */
export const OUTCOME_COUNTS = `${of('SUCCEEDED')} as succeeded,
  ${of('SUCCEEDED_WITH_ISSUES')} as "succeededWithIssues", ${of('FAILED')} as failed, ${of('ROLLED_BACK')} as "rolledBack",
  (count(*) filter (where c.status = 'CANCELLED'))::int as cancelled`;

/** The outcomes of changes by kind, in the month in which each came to its end or was to. */
export const changeMonths: MonthFamily<OutcomesByKind> = {
  name: 'CHANGES',
  version: 1,
  facts: ['change'],
  measure: readOutcomes,
};

async function readOutcomes(
  session: Session,
  slices: readonly MonthSlice[],
  asOf: Date,
): Promise<SliceFigures<OutcomesByKind>[]> {
  const rows = await session.query<OutcomeCounts & { month: string; kind: string; settledAt: Date }>(
    `select s.month, coalesce(c.kind, '') as kind, max(${CHANGE_INSTANT}) as "settledAt", ${OUTCOME_COUNTS}
       from jsonb_to_recordset($1::jsonb) as s(month text, "from" timestamptz, "to" timestamptz)
       cross join lateral (
         select * from change c
          where ${CHANGE_INSTANT} >= s."from" and ${CHANGE_INSTANT} < s."to" and ${CHANGE_INSTANT} <= $2 offset 0) c
      where ${IS_FINISHED} or c.status = 'CANCELLED'
      group by s.month, coalesce(c.kind, '')
      order by s.month, coalesce(c.kind, '')`,
    [JSON.stringify(slices), asOf],
  );
  return slices.map(({ month }) => {
    const own = rows.filter((row) => row.month === month);
    const latest = Math.max(...own.map(({ settledAt }) => settledAt.getTime()));
    return {
      month,
      figures: Object.fromEntries(own.map(({ month: _, settledAt: __, kind, ...counts }) => [kind, counts])),
      settledAt: own.length === 0 ? null : new Date(latest),
    };
  });
}

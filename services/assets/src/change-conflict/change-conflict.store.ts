import type { Session } from '@plimsoll/shared';
import { isCommitted, plannedTime, type ChangeTimes, type PlannedChange } from './overlap.rules.js';

interface Row extends ChangeTimes {
  id: string;
  title: string;
  expectedState: PlannedChange['expectedState'];
  assetIds: string[];
  implementerIds: string[];
}

/**
 * The changes in the session's scope that are not over and may hold assets in one of these intervals, the earliest
 * first; one statement.
 */
export async function findPlanned(
  session: Session,
  intervals: readonly { from: number; to: number }[],
  now: Date,
): Promise<PlannedChange[]> {
  if (intervals.length === 0) return [];
  const spans = intervals.map(({ from, to }) => `[${instantText(from)},${instantText(to)})`);
  const rows = await session.query<Row>(
    `select c.id, c.title, c.status, c.expected_state as "expectedState", c.asset_ids as "assetIds",
            c.window_from as "windowFrom", c.window_to as "windowTo", c.started_at as "startedAt",
            '{}'::text[] as "implementerIds"
       from change c
      where c.status not in ('COMPLETED', 'CANCELLED') and tstzrange(c.window_from, c.window_to) && any($1::tstzrange[])
         or c.status = 'IN_PROGRESS'`,
    [spans],
  );
  const planned = rows.flatMap((row) => {
    const time = plannedTime(row, now.getTime());
    if (!time || !intervals.some(({ from, to }) => time.from < to && from < time.to)) return [];
    const { id, title, expectedState, assetIds, implementerIds } = row;
    return [
      { id, title, committed: isCommitted(row.status), expectedState, assetIds, implementerIds, ...time },
    ];
  });
  return planned.sort((a, b) => a.from - b.from || (a.id < b.id ? -1 : 1));
}

function instantText(at: number): string {
  return Number.isFinite(at) ? new Date(at).toISOString() : 'infinity';
}

import type { Session } from '@plimsoll/shared';
import {
  isCommitted,
  plannedTime,
  type ChangeTimes,
  type Clash,
  type FatalGroup,
  type PlannedChange,
} from '../change-clash/index.js';

interface Row extends ChangeTimes {
  id: string;
  title: string;
  kind: string;
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
    `select c.id, c.title, c.kind, c.status, c.expected_state as "expectedState", c.asset_ids as "assetIds",
            c.implementer_ids as "implementerIds", c.window_from as "windowFrom", c.window_to as "windowTo",
            c.started_at as "startedAt"
       from change c
      where c.status not in ('COMPLETED', 'CANCELLED')
        and tstzrange(c.window_from, c.window_to) && any($1::tstzrange[])
         or c.status = 'IN_PROGRESS'`,
    [spans],
  );
  const planned = rows.flatMap((row) => {
    const time = plannedTime(row, now.getTime());
    if (!time || !intervals.some(({ from, to }) => time.from < to && from < time.to)) return [];
    const { id, title, expectedState, assetIds, implementerIds } = row;
    const committed = isCommitted(row.status);
    const isEmergency = row.kind === 'EMERGENCY';
    return [{ id, title, committed, isEmergency, expectedState, assetIds, implementerIds, ...time }];
  });
  return planned.sort((a, b) => a.from - b.from || (a.id < b.id ? -1 : 1));
}

/** The names of assets in the session's scope; one statement, none without ids. */
export async function findAssetNames(session: Session, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await session.query<{ id: string; name: string }>(
    'select id, name from asset where id = any($1::text[])',
    [ids],
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/**
 * What groups are called and how many members they need, in the order given; null where a group is no longer on
 * record as it was. One statement, none without groups.
 */
export async function findGroupTerms(
  session: Session,
  groups: readonly NonNullable<Clash['group']>[],
): Promise<(Pick<FatalGroup, 'name' | 'minUp'> | null)[]> {
  if (groups.length === 0) return [];
  const rows = await session.query<{
    consumerId: string;
    name: string;
    minUp: string | null;
    members: string[];
  }>(
    `select d.consumer_id as "consumerId", d.group_name as name,
            max(coalesce(d.min_up_count::text, d.min_up_percent || '%')) as "minUp",
            array_agg(d.provider_id order by d.provider_id) as members
       from dependency d
      where d.consumer_id = any($1::text[]) and d.group_name is not null and d.removed_at is null
      group by d.consumer_id, d.group_name order by d.group_name`,
    [groups.map(({ consumerId }) => consumerId)],
  );
  const keyOf = (consumerId: string, members: readonly string[]) =>
    [consumerId, ...[...members].sort()].join();
  const known = new Map<string, Pick<FatalGroup, 'name' | 'minUp'>>();
  for (const { consumerId, name, minUp, members } of rows.reverse()) {
    known.set(keyOf(consumerId, members), { name, minUp });
  }
  return groups.map(({ consumerId, memberIds }) => known.get(keyOf(consumerId, memberIds)) ?? null);
}

function instantText(at: number): string {
  return Number.isFinite(at) ? new Date(at).toISOString() : 'infinity';
}

import type { Session } from '../database/index.js';
import type { StateAt } from './state-at.rules.js';

/**
 * A question about states: `$1` record type, `$2` instant, `$3` names of fields or null for all. Instants are told in
 * milliseconds and kept in microseconds: what happened within the millisecond counts.
 *
 * @param ids a query that yields one column `id`
 */
const statesOf = (ids: string) => `
  select h.record_id as "recordId",
         (array_agg(h.version order by h.at desc, h.version desc))[1] as version,
         max(h.at) as since,
         coalesce(jsonb_object_agg(f.value->>'name', f.value->'after' order by h.at, h.version)
           filter (where f.value is not null), '{}') as fields
    from (${ids}) as wanted(id)
    join history h on h.record_type = $1 and h.record_id = wanted.id and h.at < $2::timestamptz + interval '1 ms'
    left join history first on first.record_type = $1 and first.record_id = h.record_id and first.version = 1
         and first.at < $2::timestamptz + interval '1 ms'
    left join lateral jsonb_array_elements(h.fields) as f
         on $3::text[] is null or f.value->>'name' = any($3::text[])
   where first.version is null or (h.at, h.version) >= (first.at, 1)
   group by h.record_id`;

const EVERY_ID = `select distinct record_id from history where record_type = $1 and at < $2::timestamptz + interval '1 ms'`;

/**
 * What records of one type were at an instant, as `stateAt` says, by id; those that were not there yet are
 * absent. One statement. Viewers other than staff see none.
 */
export async function readStatesAt(
  session: Session,
  question: { recordType: string; recordIds: readonly string[]; at: Date },
): Promise<Map<string, StateAt>> {
  const { recordType, recordIds, at } = question;
  if (recordIds.length === 0) return new Map();
  const rows = await session.query<StateAt>(statesOf('select distinct unnest($4::text[])'), [
    recordType,
    at,
    null,
    recordIds,
  ]);
  return new Map(rows.map((row) => [row.recordId, row]));
}

/**
 * What all records of one type were at an instant, as `stateAt` says but with the named fields alone, in no
 * stated order; one statement that reads the whole history of the type. Viewers other than staff see none.
 */
export function readAllStatesAt(
  session: Session,
  question: { recordType: string; at: Date; fields: readonly string[] },
): Promise<StateAt[]> {
  const { recordType, at, fields } = question;
  return session.query<StateAt>(statesOf(EVERY_ID), [recordType, at, fields]);
}

/** Which records of one type, by what some of their fields (texts) were at an instant. */
export interface StatesQuestion {
  recordType: string;
  at: Date;
  /** Values by field. */
  having: Readonly<Record<string, string>>;
}

/**
 * The next records of one type, by id, as they were at an instant; one statement that reads the whole history of the
 * type. Viewers other than staff see none.
 *
 * @param page `after` is an id, null for the beginning
 */
export function pageStatesAt(
  session: Session,
  { recordType, at, having }: StatesQuestion,
  page: { after: string | null; limit: number },
): Promise<StateAt[]> {
  return session.query<StateAt>(
    `select * from (${statesOf(EVERY_ID)}) as state
      where fields @> $4::jsonb and "recordId" > $5 order by "recordId" limit $6`,
    [recordType, at, null, JSON.stringify(having), page.after ?? '', page.limit],
  );
}

/** How many records {@link pageStatesAt} has in all its pages. */
export async function countStatesAt(
  session: Session,
  { recordType, at, having }: StatesQuestion,
): Promise<number> {
  const [row] = await session.query<{ count: number }>(
    `select count(*)::int as count from (${statesOf(EVERY_ID)}) as state where fields @> $4::jsonb`,
    [recordType, at, Object.keys(having), JSON.stringify(having)],
  );
  return row?.count ?? 0;
}

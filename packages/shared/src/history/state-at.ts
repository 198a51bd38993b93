import type { Session } from '../database/index.js';
import type { HistoryEntry } from './history.js';

/** What a record was at an instant, as its history tells it. */
export interface StateAt {
  recordId: string;
  /** The version it had then: that of the last change until then. */
  version: number;
  /** When it became so: the instant of the last change until then. */
  since: Date;
  /** Its fields by name; those that never held anything are absent. */
  fields: Record<string, unknown>;
}

/**
 * What a record was at an instant (inclusive), or null where it was not there yet: each field has the value that the
 * last change until then gave it. Changes follow one another by when they happened, those of one instant by version;
 * the first version states the record completely, so that what was told of an earlier time does not outlast it.
 *
 * @param entries the record's whole history, in any order
 * @param at the last instant that counts; all of them where absent
 */
export function stateAt(
  entries: readonly Pick<HistoryEntry, 'version' | 'at' | 'fields'>[],
  at?: Date,
): Omit<StateAt, 'recordId'> | null {
  const told = entries
    .filter((entry) => at === undefined || entry.at.getTime() <= at.getTime())
    .sort((a, b) => a.at.getTime() - b.at.getTime() || a.version - b.version);
  const first = told.findIndex((entry) => entry.version === 1);
  const last = told.at(-1);
  if (!last) return null;
  const fields: Record<string, unknown> = {};
  for (const entry of told.slice(Math.max(first, 0))) {
    for (const { name, after } of entry.fields) fields[name] = after;
  }
  return { version: last.version, since: last.at, fields };
}

/** As {@link stateAt}, without the source of the ids: a query that yields one column `id`. */
const STATES = (ids: string) => `
  select h.record_id as "recordId",
         (array_agg(h.version order by h.at desc, h.version desc))[1] as version,
         max(h.at) as since,
         coalesce(jsonb_object_agg(f.value->>'name', f.value->'after' order by h.at, h.version)
           filter (where f.value is not null), '{}') as fields
    from (${ids}) as wanted(id)
    join history h on h.record_type = $1 and h.record_id = wanted.id and h.at <= $2
    left join history first on first.record_type = $1 and first.record_id = h.record_id and first.version = 1
         and first.at <= $2
    left join lateral jsonb_array_elements(h.fields) as f on true
   where first.version is null or (h.at, h.version) >= (first.at, 1)
   group by h.record_id`;

/**
 * What records of one type were at an instant, as {@link stateAt} says, by id; those that were not there yet are
 * absent. One statement. Viewers other than staff see none.
 */
export async function readStatesAt(
  session: Session,
  question: { recordType: string; recordIds: readonly string[]; at: Date },
): Promise<Map<string, StateAt>> {
  if (question.recordIds.length === 0) return new Map();
  const rows = await session.query<StateAt>(STATES('select distinct unnest($3::text[])'), [
    question.recordType,
    question.at,
    question.recordIds,
  ]);
  return new Map(rows.map((row) => [row.recordId, row]));
}

/**
 * What all records of one type were at an instant, as {@link stateAt} says, in no stated order; one statement that
 * reads the whole history of the type. Viewers other than staff see none.
 */
export function readAllStatesAt(
  session: Session,
  question: { recordType: string; at: Date },
): Promise<StateAt[]> {
  return session.query<StateAt>(
    STATES('select distinct record_id from history where record_type = $1 and at <= $2'),
    [question.recordType, question.at],
  );
}

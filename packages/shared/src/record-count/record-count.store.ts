import type { Session } from '../database/index.js';

/** Records of a noun of which identifiers were made on one day. */
export interface RecordCount {
  noun: string;
  /** UTC, `YYYY-MM-DD`; null where identifiers do not say. */
  day: string | null;
  count: number;
  /** Of identifiers and versions, whatever their order. */
  checksum: string;
}

/**
 * How many records of these nouns there are by the day in which they got their identifiers, with checksums of what
 * versions they have. A noun's table has its name, `id` and `version`. The session sees all. One statement.
 */
export function countRecords(session: Session, nouns: readonly string[]): Promise<RecordCount[]> {
  const each = nouns.map(
    (noun) => `
      select '${noun}' as noun, id_day(min(id))::text as day, count(*)::int as count,
             sum(('x' || left(md5(id || ' ' || version), 15))::bit(60)::bigint)::text as checksum
        from "${noun}"
       group by case when id ~ '_[0-7][0-9a-hjkmnp-tv-z]{25}$' then id_day(id) end`,
  );
  return session.query<RecordCount>(`${each.join(' union all ')} order by noun, day`);
}

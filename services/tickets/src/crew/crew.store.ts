import {
  newId,
  type Author,
  type ListArguments,
  type ListDefinition,
  type Records,
  type Session,
} from '@plimsoll/shared';
import type { CrewEntity } from './crew.entity.js';
import type { CrewFilter, CrewOrderField } from './crew.types.js';

/** A team or queue as the rest of the service knows it. */
export type CrewRecord = CrewEntity;

/** What may be asked of the list of teams or queues. */
export type CrewListArguments = ListArguments<CrewFilter, keyof typeof CrewOrderField>;

/** What others may know of a team or queue. */
export function crewEventData({ name, calendarId, memberIds }: CrewRecord): Record<string, unknown> {
  return { name, calendarId, memberIds };
}

/** How teams or queues are listed. */
export function crewList(table: 'team' | 'queue'): ListDefinition<CrewFilter, keyof typeof CrewOrderField> {
  return {
    columns: `c.id, c.version, c.external_id as "externalId", c.source, c.name,
      c.calendar_id as "calendarId", c.member_ids as "memberIds"`,
    from: `${table} c`,
    id: 'c.id',
    orders: { NAME: { sql: 'c.name', type: 'text' } },
    defaultOrder: { field: 'NAME', direction: 'ASC' },
    where: (filter, parameters) => [
      ...(filter.search ? [`c.name ilike ${parameters.addContaining(filter.search)}`] : []),
      ...(filter.memberId ? [`c.member_ids @> array[${parameters.add(filter.memberId)}]`] : []),
    ],
  };
}

/**
 * The ids of the teams or queues that a file names, by what it names them: external ids of `source`, or platform
 * ids. What is not on record is created in the caller's transaction, its external id as its name.
 */
export async function ensureCrews(
  tx: Session,
  author: Author,
  crews: { records: Records<CrewRecord>; prefix: string },
  source: string,
  keys: readonly string[],
): Promise<Map<string, string>> {
  const { records, prefix } = crews;
  const wanted = [...new Set(keys)];
  const byId = await records.findByIds(tx, wanted);
  const byExternalId = await records.findByExternalIds(tx, source, wanted);
  const ids = new Map<string, string>();
  for (const key of wanted) {
    const found = byId.get(key) ?? byExternalId.get(key);
    if (found) ids.set(key, found.id);
  }
  const fresh = wanted
    .filter((key) => !ids.has(key))
    .map((key) => ({
      id: newId(prefix),
      version: 1,
      externalId: key,
      source,
      name: key,
      calendarId: null,
      memberIds: [],
    }));
  await records.create(tx, author, fresh);
  for (const crew of fresh) ids.set(crew.externalId, crew.id);
  return ids;
}

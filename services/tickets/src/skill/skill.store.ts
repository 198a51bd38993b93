import { Records, type ListArguments, type ListDefinition, type Session } from '@plimsoll/shared';
import { SkillEntity } from './skill.entity.js';
import type { SkillFilter, SkillOrderField } from './skill.types.js';

/** A skill as the rest of the service knows it. */
export type SkillRecord = SkillEntity;

/** What may be asked of the list of skills. */
export type SkillListArguments = ListArguments<SkillFilter, keyof typeof SkillOrderField>;

/** Skills, with their history and events. */
export const skillRecords = new Records<SkillRecord>({
  entity: SkillEntity,
  noun: 'skill',
  eventNoun: 'skill',
  eventData: ({ name }) => ({ name }),
});

/** How skills are listed. */
export const skillList: ListDefinition<SkillFilter, keyof typeof SkillOrderField> = {
  columns: 's.id, s.version, s.external_id as "externalId", s.source, s.name, s.description',
  from: 'skill s',
  id: 's.id',
  orders: { NAME: { sql: 's.name', type: 'text' } },
  defaultOrder: { field: 'NAME', direction: 'ASC' },
  where: (filter, parameters) =>
    filter.search ? [`s.name ilike ${parameters.addContaining(filter.search)}`] : [],
};

/** The skills with these names, in any case, by name in lower case; one statement. */
export async function findSkillsNamed(
  session: Session,
  names: readonly string[],
): Promise<Map<string, SkillRecord>> {
  const rows = await session.query<SkillRecord>(
    `select ${skillList.columns} from ${skillList.from}
      where lower(s.name) = any(array(select lower(name) from unnest($1::text[]) as given(name)))`,
    [[...names]],
  );
  return new Map(rows.map((row) => [row.name.toLowerCase(), row]));
}

/** Which of these skills are on record. */
export async function findSkillIds(session: Session, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await session.query<{ id: string }>('select id from skill where id = any($1::text[])', [
    [...ids],
  ]);
  return new Set(rows.map(({ id }) => id));
}

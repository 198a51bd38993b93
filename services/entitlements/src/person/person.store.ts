import {
  newId,
  Records,
  type Author,
  type ListArguments,
  type ListDefinition,
  type Session,
} from '@plimsoll/shared';
import { PersonEntity } from './person.entity.js';
import type { PersonFilter, PersonOrderField } from './person.types.js';

/** A member of staff as the rest of the service knows them. */
export type PersonRecord = PersonEntity;

/** What may be asked of the list of people. */
export type PersonListArguments = ListArguments<PersonFilter, keyof typeof PersonOrderField>;

/** People, with their history and events; neither tells a mail address, the events no name. */
export const personRecords = new Records<PersonRecord>({
  entity: PersonEntity,
  noun: 'person',
  eventNoun: 'person',
  eventData: () => ({}),
  untracked: ['email'],
});

/** How people are listed: staff see everybody, others nobody. */
export const personList: ListDefinition<PersonFilter, keyof typeof PersonOrderField> = {
  columns: `p.id, p.version, p.external_id as "externalId", p.source, p.name, p.email, p.role,
    p.manager_id as "managerId", p.time_zone as "timeZone"`,
  from: 'person p',
  id: 'p.id',
  orders: { NAME: { sql: 'p.name', type: 'text' } },
  defaultOrder: { field: 'NAME', direction: 'ASC' },
  where: (filter, parameters) => [
    '(select viewer_sees_all())',
    ...(filter.search ? [`p.name ilike ${parameters.addContaining(filter.search)}`] : []),
    ...(filter.role ? [`p.role = ${parameters.add(filter.role)}`] : []),
    ...(filter.managerId ? [`p.manager_id = ${parameters.add(filter.managerId)}`] : []),
  ],
};

/**
 * The people with these external ids of a source, or platform ids, by what they were asked for. Who is named but
 * not on record is created, with the external id as name until somebody gives another.
 */
export async function ensurePeopleOnRecord(
  tx: Session,
  author: Author,
  source: string,
  keys: readonly string[],
): Promise<Map<string, string>> {
  const wanted = [...new Set(keys)];
  const byId = await personRecords.findByIds(tx, wanted);
  const byExternalId = await personRecords.findByExternalIds(tx, source, wanted);
  const known = new Map<string, string>();
  for (const key of wanted) {
    const id = byId.get(key)?.id ?? byExternalId.get(key)?.id;
    if (id) known.set(key, id);
  }
  const fresh = wanted
    .filter((key) => !known.has(key))
    .map((key) => ({
      id: newId('per'),
      version: 1,
      externalId: key,
      source,
      name: key,
      email: null,
      role: null,
      managerId: null,
      timeZone: null,
    }));
  await personRecords.create(tx, author, fresh);
  for (const person of fresh) known.set(person.externalId, person.id);
  return known;
}

/** Those of the given people who, followed from manager to manager, come back to themselves. */
export async function findManagingThemselves(session: Session, ids: readonly string[]): Promise<Set<string>> {
  const rows = await session.query<{ start: string }>(
    `with recursive chain(start, manager_id) as (
       select id, manager_id from person where id = any($1::text[]) and manager_id is not null
       union
       select chain.start, p.manager_id from chain join person p on p.id = chain.manager_id
        where p.manager_id is not null)
     select distinct start from chain where start = manager_id`,
    [[...ids]],
  );
  return new Set(rows.map((row) => row.start));
}

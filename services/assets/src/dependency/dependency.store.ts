import {
  changedFields,
  newId,
  recordHistory,
  type Author,
  type ListDefinition,
  type Session,
} from '@plimsoll/shared';
import type { MinUp } from '../impact/index.js';
import { writeMinUp, type DependencyTerms } from './dependency.rules.js';

/** A dependency on record. */
export interface DependencyRecord extends DependencyTerms {
  id: string;
  version: number;
  removedAt: Date | null;
}

/** A dependency as it is listed. */
export interface ListedDependency {
  id: string;
  version: number;
  consumerId: string;
  providerId: string;
  groupName: string | null;
  strength: 'HARD' | 'SOFT';
  minUp: string | null;
  memberCount: number;
}

/** How dependencies are listed: by parent `consumer` or `provider`. */
export const dependencyList: ListDefinition<Record<string, never>, 'ADDED'> = {
  columns: `d.id, d.version, d.consumer_id as "consumerId", d.provider_id as "providerId", d.group_name as "groupName",
    d.strength, coalesce(d.min_up_count::text, d.min_up_percent || '%') as "minUp",
    case when d.group_name is null then 1 else (select count(*)::int from dependency m where m.consumer_id = d.consumer_id
      and m.group_name = d.group_name and m.removed_at is null) end as "memberCount"`,
  from: 'dependency d',
  id: 'd.id',
  orders: { ADDED: { sql: 'd.id', type: 'text' } },
  defaultOrder: { field: 'ADDED', direction: 'ASC' },
  where: () => ['d.removed_at is null'],
  parents: { consumer: 'd.consumer_id', provider: 'd.provider_id' },
};

interface Row {
  id: string;
  version: number;
  consumer_id: string;
  provider_id: string;
  group_name: string | null;
  strength: 'HARD' | 'SOFT';
  min_up_count: number | null;
  min_up_percent: number | null;
  removed_at: Date | null;
}

const COLUMNS =
  'id, version, consumer_id, provider_id, group_name, strength, min_up_count, min_up_percent, removed_at';

/**
 * All dependencies of these consumers, removed ones included, held against other changes of their groups until the
 * transaction ends; two statements.
 */
export async function holdConsumers(
  tx: Session,
  consumerIds: readonly string[],
): Promise<DependencyRecord[]> {
  const ids = [...new Set(consumerIds)];
  await tx.query('select 1 from asset where id = any($1::text[]) order by id for no key update', [ids]);
  const rows = await tx.query<Row>(
    `select ${COLUMNS} from dependency where consumer_id = any($1::text[]) order by id`,
    [ids],
  );
  return rows.map(toRecord);
}

/** The ids of the assets that need one of these. */
export async function findConsumers(tx: Session, providerIds: readonly string[]): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select distinct consumer_id as id from dependency where provider_id = any($1::text[]) and removed_at is null`,
    [[...providerIds]],
  );
  return rows.map(({ id }) => id);
}

/** The dependencies with these ids that are in force and that the session's scope sees; one statement. */
export async function findDependencies(
  session: Session,
  ids: readonly string[],
): Promise<ListedDependency[]> {
  return session.query<ListedDependency>(
    `select ${dependencyList.columns} from dependency d where d.removed_at is null and d.id = any($1::text[]) order by d.id`,
    [ids],
  );
}

/**
 * Stores dependencies as they are to be, each beside what is on record of it (removed ones come back), with their
 * history; two statements however many. Returns the ids.
 */
export async function saveDependencies(
  tx: Session,
  author: Author,
  changes: readonly { before: DependencyRecord | null; after: DependencyTerms }[],
): Promise<string[]> {
  return save(
    tx,
    author,
    changes.map(({ before, after }) => ({ before, after, removed: false })),
  );
}

/** Removes dependencies, with their history; two statements however many. */
export async function removeDependencies(
  tx: Session,
  author: Author,
  records: readonly DependencyRecord[],
): Promise<void> {
  await save(
    tx,
    author,
    records.map((record) => ({ before: record, after: record, removed: true })),
  );
}

async function save(
  tx: Session,
  author: Author,
  changes: readonly { before: DependencyRecord | null; after: DependencyTerms; removed: boolean }[],
): Promise<string[]> {
  if (changes.length === 0) return [];
  const rows = changes.map(({ before, after, removed }) => ({
    id: before?.id ?? newId('dep'),
    version: (before?.version ?? 0) + 1,
    consumer_id: after.consumerId,
    provider_id: after.providerId,
    group_name: after.group,
    strength: after.strength,
    min_up_count: after.minUp && 'count' in after.minUp ? after.minUp.count : null,
    min_up_percent: after.minUp && 'percent' in after.minUp ? after.minUp.percent : null,
    removed,
  }));
  await tx.query(
    `insert into dependency (${COLUMNS})
     select id, version, consumer_id, provider_id, group_name, strength, min_up_count, min_up_percent,
            case when removed then now() end
       from jsonb_to_recordset($1::jsonb) as given(id text, version integer, consumer_id text, provider_id text,
            group_name text, strength text, min_up_count integer, min_up_percent integer, removed boolean)
     on conflict (id) do update set version = excluded.version, strength = excluded.strength,
       min_up_count = excluded.min_up_count, min_up_percent = excluded.min_up_percent, removed_at = excluded.removed_at`,
    [JSON.stringify(rows)],
  );
  await recordHistory(
    tx,
    changes.map(({ before, after, removed }, index) => ({
      recordType: 'dependency',
      recordId: rows[index]!.id,
      version: rows[index]!.version,
      author,
      fields: changedFields(before && shown(before, before.removedAt !== null), shown(after, removed)),
    })),
  );
  return rows.map((row) => row.id);
}

function shown({ consumerId, providerId, group, strength, minUp }: DependencyTerms, removed: boolean) {
  return { consumerId, providerId, group, strength, minUp: writeMinUp(minUp), removed };
}

function toRecord(row: Row): DependencyRecord {
  return {
    id: row.id,
    version: row.version,
    consumerId: row.consumer_id,
    providerId: row.provider_id,
    group: row.group_name,
    strength: row.strength,
    minUp: toMinUp(row),
    removedAt: row.removed_at,
  };
}

function toMinUp({ min_up_count: count, min_up_percent: percent }: Row): MinUp | null {
  if (count !== null) return { count };
  return percent === null ? null : { percent };
}

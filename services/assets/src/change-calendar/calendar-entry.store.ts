import type { ListArguments, ListDefinition, Session } from '@plimsoll/shared';
import type { ScopedAsset } from './asset-scope.rules.js';
import type { CalendarEntryEntity } from './calendar-entry.entity.js';
import type { CalendarEntryFilter } from './calendar-entry.types.js';

/** An entry of the change calendar as the rest of the service knows it. */
export type CalendarEntryRecord = CalendarEntryEntity;

/** The columns that every entry of the calendar has, of a table named `e`. */
export const ENTRY_COLUMNS = `e.id, e.version, e.external_id as "externalId", e.source, e.name, e.description,
  e.starts_at as "startsAt", e.duration, e.time_zone as "timeZone", e.recurrence, e.exceptions, e.kinds, e.tags,
  e.asset_ids as "assetIds", e.locations, e.regions, e.withdrawn_at as "withdrawnAt"`;

type EntryOrderField = 'STARTS_AT' | 'NAME';

/** What may be asked of a list of entries. */
export type EntryListArguments = ListArguments<CalendarEntryFilter, EntryOrderField>;

/**
 * How the entries of a table are listed.
 *
 * @param columns its select list
 */
export function entryList(
  table: string,
  columns: string,
): ListDefinition<CalendarEntryFilter, EntryOrderField> {
  return {
    columns,
    from: `${table} e`,
    id: 'e.id',
    orders: {
      STARTS_AT: { sql: 'e.starts_at', type: 'timestamptz' },
      NAME: { sql: 'e.name', type: 'text' },
    },
    defaultOrder: { field: 'STARTS_AT', direction: 'ASC' },
    where: (filter, parameters) => [
      ...(filter.search ? [`e.name ilike ${parameters.addContaining(filter.search)}`] : []),
      ...(filter.withdrawn == null ? [] : [`e.withdrawn_at is ${filter.withdrawn ? 'not null' : 'null'}`]),
    ],
  };
}

/** What others may know of an entry. */
export function entryEventData(entry: CalendarEntryRecord): Record<string, unknown> {
  const { name, startsAt, duration, timeZone, recurrence, exceptions, withdrawnAt } = entry;
  const { kinds, tags, assetIds, locations, regions } = entry;
  return {
    name,
    startsAt: startsAt.toISOString(),
    duration,
    timeZone,
    recurrence,
    exceptions: exceptions.map((one) => one.toISOString()),
    scope: { kinds, tags, assetIds, locations, regions },
    withdrawnAt: withdrawnAt?.toISOString() ?? null,
  };
}

/** Those of these assets that the session's scope sees; one statement, none without ids. */
export async function findKnownAssets(session: Session, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await session.query<{ id: string }>('select id from asset where id = any($1::text[])', [ids]);
  return new Set(rows.map((row) => row.id));
}

/** Assets as far as scopes ask, with their names; one statement. */
export async function findScopedAssets(
  session: Session,
  ids: readonly string[],
): Promise<Map<string, ScopedAsset & { name: string }>> {
  const rows = await session.query<ScopedAsset & { name: string }>(
    `select a.id, a.name, a.kind, a.tags, a.location,
            array(select distinct p.region from pod p where p.region is not null
              and (p.id = a.pod_id or p.id in (select l.pod_id from placement l
                where l.asset_id = a.id and l.pod_id is not null and l.removed_at is null))) as regions
       from asset a where a.id = any($1::text[])`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

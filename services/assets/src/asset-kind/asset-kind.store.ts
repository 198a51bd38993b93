import {
  newId,
  Records,
  type Author,
  type ListArguments,
  type ListDefinition,
  type Session,
} from '@plimsoll/shared';
import { AssetKindEntity } from './asset-kind.entity.js';
import type { AssetKindFilter, AssetKindOrderField } from './asset-kind.types.js';

/** A kind of asset as the rest of the service knows it. */
export type AssetKindRecord = AssetKindEntity;

/** What may be asked of the list of kinds. */
export type AssetKindListArguments = ListArguments<AssetKindFilter, keyof typeof AssetKindOrderField>;

/** Kinds of assets, with their history and events. */
export const assetKindRecords = new Records<AssetKindRecord>({
  entity: AssetKindEntity,
  noun: 'asset kind',
  eventNoun: 'asset_kind',
  eventData: ({ name }) => ({ name }),
});

/** How kinds are listed. */
export const assetKindList: ListDefinition<AssetKindFilter, keyof typeof AssetKindOrderField> = {
  columns: `k.id, k.version, k.external_id as "externalId", k.source, k.name, k.description,
    k.attribute_schema as "attributeSchema"`,
  from: 'asset_kind k',
  id: 'k.id',
  orders: { NAME: { sql: 'k.name', type: 'text' } },
  defaultOrder: { field: 'NAME', direction: 'ASC' },
  where: (filter, parameters) =>
    filter.search ? [`k.name ilike ${parameters.addContaining(filter.search)}`] : [],
};

/** The kinds with these names, by name; one statement. */
export async function findKinds(
  session: Session,
  names: readonly string[],
): Promise<Map<string, AssetKindRecord>> {
  const rows = await session.query<AssetKindRecord>(
    `select k.id, k.version, k.external_id as "externalId", k.source, k.name, k.description,
       k.attribute_schema as "attributeSchema" from asset_kind k where k.name = any($1::text[])`,
    [names],
  );
  return new Map(rows.map((row) => [row.name, row]));
}

/** The kinds with these names; those that are not on record are created without any rule for attributes. */
export async function ensureKinds(
  tx: Session,
  author: Author,
  names: readonly string[],
): Promise<Map<string, AssetKindRecord>> {
  const wanted = [...new Set(names)];
  const known = await findKinds(tx, wanted);
  const missing = wanted.filter((name) => !known.has(name));
  if (missing.length === 0) return known;
  // Another import may be making the same kind: the second waits here and finds it then.
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('asset_kind', 0))`);
  for (const [name, kind] of await findKinds(tx, missing)) known.set(name, kind);
  const fresh = missing
    .filter((name) => !known.has(name))
    .map((name) => ({
      id: newId('knd'),
      version: 1,
      externalId: null,
      source: null,
      name,
      description: null,
      attributeSchema: null,
    }));
  await assetKindRecords.create(tx, author, fresh);
  for (const kind of fresh) known.set(kind.name, kind);
  return known;
}

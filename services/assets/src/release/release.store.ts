import { Records, type ListArguments, type ListDefinition, type Session } from '@plimsoll/shared';
import { ReleaseEntity } from './release.entity.js';
import type { ReleaseFilter, ReleaseOrderField } from './release.types.js';

/** A release as the rest of the service knows it. */
export type ReleaseRecord = ReleaseEntity;

/** What may be asked of the list of releases. */
export type ReleaseListArguments = ListArguments<ReleaseFilter, keyof typeof ReleaseOrderField>;

/** Releases, with their history and events. */
export const releaseRecords = new Records<ReleaseRecord>({
  entity: ReleaseEntity,
  noun: 'release',
  eventNoun: 'release',
  eventData: (release) => ({
    name: release.name,
    tag: release.tag,
    commitId: release.commitId,
    productId: release.productId,
    assetIds: release.assetIds,
    status: release.status,
    stages: release.stages.map(({ position, environmentId, region }) => ({
      position,
      environmentId,
      region,
    })),
  }),
});

/** How releases are listed. */
export const releaseList: ListDefinition<ReleaseFilter, keyof typeof ReleaseOrderField> = {
  columns: `r.id, r.version, r.external_id as "externalId", r.source, r.name, r.tag, r.commit_id as "commitId",
    r.product_id as "productId", r.asset_ids as "assetIds", r.stages, r.decisions,
    r.status, r.notes, r.url, r.created_at as "createdAt", r.created_by as "createdBy"`,
  from: 'release r',
  id: 'r.id',
  orders: { CREATED: { sql: 'r.created_at', type: 'timestamptz' }, NAME: { sql: 'r.name', type: 'text' } },
  defaultOrder: { field: 'CREATED', direction: 'DESC' },
  where: (filter, parameters) => [
    ...(filter.search
      ? [
          `(r.name ilike ${parameters.addContaining(filter.search)} or r.tag ilike ${parameters.addContaining(filter.search)})`,
        ]
      : []),
    ...(filter.status ? [`r.status = ${parameters.add(filter.status)}`] : []),
    ...(filter.productId ? [`r.product_id = ${parameters.add(filter.productId)}`] : []),
    ...(filter.assetId
      ? [
          `r.id in (select a.release_id from release_asset a where a.asset_id = ${parameters.add(filter.assetId)})`,
        ]
      : []),
    ...(filter.environmentId
      ? [
          `r.id in (select s.release_id from release_stage s where s.environment_id = ${parameters.add(filter.environmentId)})`,
        ]
      : []),
  ],
};

/** How the changes of releases are listed; their ids. */
export const releaseChangeList: ListDefinition<object, 'STARTS_AT'> = {
  columns: 'c.id',
  from: 'change c',
  id: 'c.id',
  orders: { STARTS_AT: { sql: "coalesce(c.window_from, 'infinity')", type: 'timestamptz' } },
  defaultOrder: { field: 'STARTS_AT', direction: 'ASC' },
  parents: { release: 'c.release_id' },
};

/** The version of a release, locked until the transaction ends; null where there is none. */
export async function lockRelease(tx: Session, id: string): Promise<number | null> {
  const [row] = await tx.query<{ version: number }>('select version from release where id = $1 for update', [
    id,
  ]);
  return row?.version ?? null;
}

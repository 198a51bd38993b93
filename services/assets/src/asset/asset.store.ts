import { Records, type ListArguments, type ListDefinition } from '@plimsoll/shared';
import { AssetEntity } from './asset.entity.js';
import type { AssetFilter, AssetOrderField } from './asset.types.js';

/** An asset as the rest of the service knows it. */
export type AssetRecord = AssetEntity;

/** A filter of assets whose state has been turned into ids. */
export interface AssetListFilter extends Omit<AssetFilter, 'state'> {
  /** Only, or all but, these. */
  ids?: { only: readonly string[] } | { except: readonly string[] };
}

/** What may be asked of the list of assets. */
export type AssetListArguments = ListArguments<AssetListFilter, keyof typeof AssetOrderField>;

/** Assets, with their history and events. */
export const assetRecords = new Records<AssetRecord>({
  entity: AssetEntity,
  noun: 'asset',
  eventNoun: 'asset',
  eventData: ({ name, kind, status }) => ({ name, kind, status }),
});

const COLUMNS = `a.id, a.version, a.external_id as "externalId", a.source, a.name, a.kind, a.status,
  a.owner_id as "ownerId", a.location, a.addresses, a.make, a.criticality, a.product_id as "productId",
  a.pod_id as "podId", a.tags, a.attributes`;

/** How assets are listed. */
export const assetList: ListDefinition<AssetListFilter, keyof typeof AssetOrderField> = {
  columns: COLUMNS,
  from: 'asset a',
  id: 'a.id',
  orders: {
    NAME: { sql: 'a.name', type: 'text' },
    KIND: { sql: 'a.kind', type: 'text' },
    STATUS: { sql: 'a.status', type: 'text' },
    LOCATION: { sql: `coalesce(a.location, '')`, type: 'text' },
    CREATED: { sql: 'a.id', type: 'text' },
  },
  defaultOrder: { field: 'NAME', direction: 'ASC' },
  where: (filter, parameters) => {
    const conditions: string[] = [];
    if (filter.search) {
      const pattern = parameters.addContaining(filter.search);
      conditions.push(`(a.name ilike ${pattern} or a.external_id ilike ${pattern})`);
    }
    if (filter.kind) conditions.push(`a.kind = ${parameters.add(filter.kind)}`);
    if (filter.status) conditions.push(`a.status = ${parameters.add(filter.status)}`);
    if (filter.ownerId) conditions.push(`a.owner_id = ${parameters.add(filter.ownerId)}`);
    if (filter.location) conditions.push(`a.location ilike ${parameters.addContaining(filter.location)}`);
    if (filter.tag) conditions.push(`${parameters.add(filter.tag)} = any(a.tags)`);
    if (filter.productId) {
      const product = parameters.add(filter.productId);
      conditions.push(`(a.product_id = ${product} or ${placed(`p.product_id = ${product}`)})`);
    }
    if (filter.podId) {
      const pod = parameters.add(filter.podId);
      conditions.push(`(a.pod_id = ${pod} or ${placed(`p.pod_id = ${pod}`)})`);
    }
    if (filter.customerId) conditions.push(placed(`p.customer_id = ${parameters.add(filter.customerId)}`));
    if (filter.ids && 'only' in filter.ids) {
      conditions.push(`a.id = any(${parameters.add(filter.ids.only)}::text[])`);
    } else if (filter.ids) {
      conditions.push(`a.id <> all(${parameters.add(filter.ids.except)}::text[])`);
    }
    return conditions;
  },
};

function placed(condition: string): string {
  return `a.id in (select p.asset_id from placement p where p.removed_at is null and ${condition})`;
}

/**
 * How the assets of a customer are listed: those that a placement ties to it, by name or by what it subscribes to at
 * an instant. Each once, by parent `customer`.
 */
export function customerAssetList(at: Date): ListDefinition<AssetListFilter, keyof typeof AssetOrderField> {
  const today = `(timestamptz '${at.toISOString()}' at time zone c.time_zone)::date`;
  return {
    ...assetList,
    from: `(select p.asset_id, p.customer_id from placement p
              where p.customer_id is not null and p.product_id is null and p.pod_id is null and p.removed_at is null
            union
            select p.asset_id, s.customer_id from subscription s
              join customer c on c.id = s.customer_id
              join placement p on p.removed_at is null
               and (p.product_id = s.product_id and (p.pod_id is null or p.pod_id = s.pod_id)
                 or p.product_id is null and p.pod_id = s.pod_id)
               and (p.customer_id is null or p.customer_id = s.customer_id)
              where s.started_on <= ${today} and (s.ended_on is null or s.ended_on > ${today})
           ) placed join asset a on a.id = placed.asset_id`,
    parents: { customer: 'placed.customer_id' },
  };
}

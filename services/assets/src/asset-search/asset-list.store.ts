import type { ListArguments, ListDefinition, Session } from '@plimsoll/shared';
import type { AssetFilter, AssetOrderField } from './asset-filter.types.js';
import { attributeConditions, wantedAttributes } from './attribute-filter.store.js';

/** A filter of assets whose state has been turned into ids. */
export interface AssetListFilter extends Omit<AssetFilter, 'state'> {
  /** Only, or all but, these. */
  ids?: { only: readonly string[] } | { except: readonly string[] };
  /** A few that all which meet the other conditions are among, found by an index. */
  among?: readonly string[];
}

/** What may be asked of the list of assets. */
export type AssetListArguments = ListArguments<AssetListFilter, keyof typeof AssetOrderField>;

/** How many assets are worth being found by an index first; a list in order finds more of them sooner. */
const MOST_NARROWED = 1_000;

/** Below this, an index of trigrams finds nothing faster. */
const SHORTEST_PATTERN = 3;

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
    MAKE: { sql: `coalesce(a.make, '')`, type: 'text' },
    CRITICALITY: { sql: `coalesce(a.criticality, '')`, type: 'text' },
    EXTERNAL_ID: { sql: `coalesce(a.external_id, '')`, type: 'text' },
    CREATED: { sql: 'a.id', type: 'text' },
  },
  defaultOrder: { field: 'NAME', direction: 'ASC' },
  where: (filter, parameters) => {
    const conditions: string[] = [];
    const given = (value: unknown) => parameters.add(value);
    if (filter.search) {
      const pattern = parameters.addContaining(filter.search);
      conditions.push(`(a.name ilike ${pattern} or a.external_id ilike ${pattern})`);
    }
    if (filter.kind) conditions.push(`a.kind = ${given(filter.kind)}`);
    if (filter.kinds) conditions.push(`a.kind = any(${given(filter.kinds)}::text[])`);
    if (filter.status) conditions.push(`a.status = ${given(filter.status)}`);
    if (filter.statuses) conditions.push(`a.status = any(${given(filter.statuses)}::text[])`);
    if (filter.ownerId) conditions.push(`a.owner_id = ${given(filter.ownerId)}`);
    if (filter.hasOwner != null) conditions.push(`a.owner_id is ${filter.hasOwner ? 'not null' : 'null'}`);
    if (filter.location) conditions.push(`a.location ilike ${parameters.addContaining(filter.location)}`);
    if (filter.make) conditions.push(`a.make ilike ${parameters.addContaining(filter.make)}`);
    if (filter.criticality) conditions.push(`a.criticality = ${given(filter.criticality)}`);
    if (filter.source) conditions.push(`a.source = ${given(filter.source)}`);
    const tags = tagsOf(filter);
    if (tags) conditions.push(`a.tags @> ${given(tags)}::text[]`);
    if (filter.address) conditions.push(`a.addresses && ${given([filter.address])}::text[]`);
    if (filter.attributes) conditions.push(...attributeConditions(filter.attributes, parameters));
    if (filter.productId) {
      const product = given(filter.productId);
      conditions.push(`(a.product_id = ${product} or ${placed(`p.product_id = ${product}`)})`);
    }
    if (filter.podId) {
      const pod = given(filter.podId);
      conditions.push(`(a.pod_id = ${pod} or ${placed(`p.pod_id = ${pod}`)})`);
    }
    if (filter.customerId) conditions.push(placed(`p.customer_id = ${given(filter.customerId)}`));
    if (filter.isPlaced != null) {
      conditions.push(`${filter.isPlaced ? '' : 'not '}exists (select 1 from placement p
        where p.asset_id = a.id and p.removed_at is null)`);
    }
    if (filter.ids && 'only' in filter.ids) {
      conditions.push(`a.id = any(${given(filter.ids.only)}::text[])`);
    } else if (filter.ids) {
      conditions.push(`a.id <> all(${given(filter.ids.except)}::text[])`);
    }
    if (filter.among) conditions.push(`a.id = any(${given(filter.among)}::text[])`);
    return conditions;
  },
};

function placed(condition: string): string {
  return `a.id in (select p.asset_id from placement p where p.removed_at is null and ${condition})`;
}

function tagsOf({ tag, tags }: AssetListFilter): string[] | null {
  const all = [...(tag ? [tag] : []), ...(tags ?? [])];
  return all.length > 0 ? all : null;
}

/**
 * The ids of assets that meet what an index knows of the filter, where those are few: whatever the session's scope, so
 * that they only narrow a list. Null where they are many, or where no index knows anything of it; at most one statement.
 */
export async function narrow(session: Session, filter: AssetListFilter): Promise<readonly string[] | null> {
  const given = [
    patternOf(filter.search),
    patternOf(filter.location),
    tagsOf(filter),
    filter.address ? [filter.address] : null,
    wantedAttributes(filter.attributes ?? []),
  ];
  if (given.every((one) => one === null)) return null;
  const [row] = await session.query<{ ids: string[] | null }>(
    'select narrow_assets($1, $2, $3, $4, $5, $6) as ids',
    [MOST_NARROWED, ...given],
  );
  return row?.ids ?? null;
}

function patternOf(text: string | null | undefined): string | null {
  return text && text.length >= SHORTEST_PATTERN ? `%${text.replaceAll(/[\\%_]/g, '\\$&')}%` : null;
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

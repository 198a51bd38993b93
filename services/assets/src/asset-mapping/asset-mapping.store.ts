import type { ListDefinition } from '@plimsoll/shared';

/** A customer's product that a placement ties to an asset. */
export interface AssetMappingRow {
  id: string;
  customerId: string;
  productId: string;
  assetId: string;
  placementId: string;
  placementVersion: number;
  placedProductId: string | null;
  placedPodId: string | null;
  placedCustomerId: string | null;
}

/** Which mappings; what is null is not asked for. */
export interface AssetMappingQuestion {
  /** The assets placed. */
  assetIds: readonly string[] | null;
  customerId: string | null;
  productId: string | null;
  podId: string | null;
}

const ACTIVE = (row: string) =>
  `${row}.started_on <= today.day and (${row}.ended_on is null or ${row}.ended_on > today.day)`;

/**
 * How mappings are listed: by placement, then customer, then product. A placement reaches what impact says: with a
 * product its subscribers, those on the pod where it names one; with a pod alone all products of whoever has anything
 * there; with a customer alone all its products.
 */
export const assetMappingList: ListDefinition<AssetMappingQuestion, 'PLACEMENT'> = {
  columns: `m.customer_id || '/' || m.product_id || '/' || p.id as id, m.customer_id as "customerId",
    m.product_id as "productId", p.asset_id as "assetId", p.id as "placementId", p.version as "placementVersion",
    p.product_id as "placedProductId", p.pod_id as "placedPodId", p.customer_id as "placedCustomerId"`,
  from: `placement p join asset a on a.id = p.asset_id
    cross join lateral (
      select distinct s.customer_id, s.product_id
        from subscription s
        left join customer c on c.id = s.customer_id
        cross join lateral (select (now() at time zone coalesce(c.time_zone, 'UTC'))::date as day) today
       where ${ACTIVE('s')}
         and (p.customer_id is null or s.customer_id = p.customer_id)
         and (p.product_id is null or s.product_id = p.product_id)
         and (p.pod_id is null or s.pod_id = p.pod_id or p.product_id is null and exists (
               select from subscription seat
                where seat.customer_id = s.customer_id and seat.pod_id = p.pod_id and ${ACTIVE('seat')}))) m`,
  id: `(m.customer_id || '/' || m.product_id)`,
  orders: { PLACEMENT: { sql: 'p.id', type: 'text' } },
  defaultOrder: { field: 'PLACEMENT', direction: 'ASC' },
  where: ({ assetIds, customerId, productId, podId }, parameters) => [
    'p.removed_at is null',
    `a.status in ('LIVE', 'MAINTENANCE')`,
    ...(assetIds === null ? [] : [`p.asset_id = any(${parameters.add(assetIds)}::text[])`]),
    ...(customerId === null ? [] : [`m.customer_id = ${parameters.add(customerId)}`]),
    ...(productId === null ? [] : [`m.product_id = ${parameters.add(productId)}`]),
    ...(podId === null ? [] : [`p.pod_id = ${parameters.add(podId)}`]),
  ],
};

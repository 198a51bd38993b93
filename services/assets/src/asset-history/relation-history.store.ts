import type { ChangedField, ListDefinition } from '@plimsoll/shared';

/** One recorded change of a dependency or a placement of an asset, in force or ended. */
export interface RelationHistoryRecord {
  recordType: 'dependency' | 'placement';
  recordId: string;
  version: number;
  at: Date;
  actorId: string | null;
  changeId: string | null;
  reason: string | null;
  fields: ChangedField[];
  /** Of a dependency. */
  consumerId: string | null;
  providerId: string | null;
  /** Of a placement. */
  productId: string | null;
  podId: string | null;
  customerId: string | null;
}

/** How the history of an asset's relations is listed: by parent `asset`, the latest first. */
export const relationHistoryList: ListDefinition<Record<string, never>, 'AT'> = {
  columns: `h.record_type as "recordType", h.record_id as "recordId", h.version, h.at, h.actor_id as "actorId",
    h.change_id as "changeId", h.reason, h.fields, r.consumer_id as "consumerId", r.provider_id as "providerId",
    r.product_id as "productId", r.pod_id as "podId", r.customer_id as "customerId"`,
  from: `(select d.consumer_id as asset_id, 'dependency' as noun, d.id, d.consumer_id, d.provider_id,
              null as product_id, null as pod_id, null as customer_id from dependency d
          union all
          select d.provider_id, 'dependency', d.id, d.consumer_id, d.provider_id, null, null, null from dependency d
          union all
          select p.asset_id, 'placement', p.id, null, null, p.product_id, p.pod_id, p.customer_id from placement p
         ) r join history h on h.record_type = r.noun and h.record_id = r.id`,
  id: `concat_ws(' ', h.record_id, lpad(h.version::text, 9, '0'))`,
  orders: { AT: { sql: 'h.at', type: 'timestamptz' } },
  defaultOrder: { field: 'AT', direction: 'DESC' },
  where: () => [],
  parents: { asset: 'r.asset_id' },
};

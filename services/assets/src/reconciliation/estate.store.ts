import type { Session } from '@plimsoll/shared';
import type { MinUp } from '../impact/index.js';
import type { RecordedDependency } from './difference.rules.js';
import type { ReconciliationRecord } from './reconciliation.store.js';

/** An asset on record that the feed is complete for. */
export interface ScopedAsset {
  id: string;
  version: number;
  externalId: string;
  status: string;
}

/** A placement on record, removed ones included; `expected` where the feed has to have it while it is in force. */
export interface RecordedPlacement {
  id: string;
  version: number;
  assetId: string;
  productId: string | null;
  podId: string | null;
  customerId: string | null;
  removed: boolean;
  expected: boolean;
  assetName: string;
}

const IN_SCOPE = (asset: string) => `${asset}.source = $1 and ${asset}.external_id is not null
  and (cardinality($2::text[]) = 0 or ${asset}.kind = any($2::text[]))
  and ($3::text is null or ${asset}.location = $3) and ($4::text is null or $4 = any(${asset}.tags))`;

function scopeOf({ feedSource, assetKinds, location, tag }: ReconciliationRecord): unknown[] {
  return [feedSource, assetKinds, location, tag];
}

/** The assets in scope that are not retired; one statement. */
export function readScopedAssets(tx: Session, record: ReconciliationRecord): Promise<ScopedAsset[]> {
  return tx.query<ScopedAsset>(
    `select a.id, a.version, a.external_id as "externalId", a.status from asset a
      where ${IN_SCOPE('a')} and a.status <> 'RETIRED' order by a.external_id`,
    scopeOf(record),
  );
}

/**
 * The dependencies of assets of the feed's source, removed ones included. Expected of the feed are those of consumers
 * in scope on providers of its source, since it can name no others. One statement.
 */
export async function readDependencies(
  tx: Session,
  record: ReconciliationRecord,
): Promise<RecordedDependency[]> {
  const rows = await tx.query<
    Omit<RecordedDependency, 'minUp' | 'names'> & {
      minUpCount: number | null;
      minUpPercent: number | null;
      consumer: string;
      provider: string;
    }
  >(
    `select d.id, d.version, d.consumer_id as "consumerId", d.provider_id as "providerId", d.group_name as "group",
            d.strength, d.min_up_count as "minUpCount", d.min_up_percent as "minUpPercent",
            d.removed_at is not null as removed,
            (${IN_SCOPE('c')}) and c.status <> 'RETIRED' and coalesce(p.source = $1, false) as expected,
            coalesce(c.external_id, c.name) as consumer, coalesce(p.external_id, p.name) as provider
       from dependency d join asset c on c.id = d.consumer_id join asset p on p.id = d.provider_id
      where c.source = $1 order by d.id`,
    scopeOf(record),
  );
  return rows.map(({ minUpCount, minUpPercent, consumer, provider, ...row }) => ({
    ...row,
    minUp: toMinUp(minUpCount, minUpPercent),
    names: { consumer, provider },
  }));
}

function toMinUp(count: number | null, percent: number | null): MinUp | null {
  if (count !== null) return { count };
  return percent === null ? null : { percent };
}

/**
 * The placements of assets of the feed's source, removed ones included. Expected of the feed are those of assets in
 * scope that name nothing of another source. One statement.
 */
export function readPlacements(tx: Session, record: ReconciliationRecord): Promise<RecordedPlacement[]> {
  return tx.query<RecordedPlacement>(
    `select p.id, p.version, p.asset_id as "assetId", p.product_id as "productId", p.pod_id as "podId",
            p.customer_id as "customerId", p.removed_at is not null as removed,
            (${IN_SCOPE('a')}) and a.status <> 'RETIRED'
              and (p.product_id is null or exists (select 1 from product o where o.id = p.product_id and o.source = $1))
              and (p.pod_id is null or exists (select 1 from pod o where o.id = p.pod_id and o.source = $1))
              and (p.customer_id is null or exists (select 1 from customer o where o.id = p.customer_id and o.source = $1))
              as expected,
            coalesce(a.external_id, a.name) as "assetName"
       from placement p join asset a on a.id = p.asset_id where a.source = $1 order by p.id`,
    scopeOf(record),
  );
}

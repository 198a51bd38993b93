import {
  changedFields,
  newId,
  recordHistory,
  type Author,
  type ListDefinition,
  type Session,
} from '@plimsoll/shared';

/** What a placement asks for; whatever is given has to match. */
export interface PlacementTerms {
  assetId: string;
  productId: string | null;
  podId: string | null;
  customerId: string | null;
}

/** A placement on record. */
export interface PlacementRecord extends PlacementTerms {
  id: string;
  version: number;
  removedAt: Date | null;
}

const COLUMNS = `p.id, p.version, p.asset_id as "assetId", p.product_id as "productId", p.pod_id as "podId",
  p.customer_id as "customerId", p.removed_at as "removedAt"`;

/** How placements are listed: by parent `asset`. */
export const placementList: ListDefinition<Record<string, never>, 'ADDED'> = {
  columns: COLUMNS,
  from: 'placement p',
  id: 'p.id',
  orders: { ADDED: { sql: 'p.id', type: 'text' } },
  defaultOrder: { field: 'ADDED', direction: 'ASC' },
  where: () => ['p.removed_at is null'],
  parents: { asset: 'p.asset_id' },
};

/** The customer that this one turned out to be, or itself. */
export async function findCurrentCustomer(session: Session, customerId: string): Promise<string> {
  const [row] = await session.query<{ id: string }>('select current_customer($1) as id', [customerId]);
  return row?.id ?? customerId;
}

/** The placements with these ids that are in force and that the session's scope sees; one statement. */
export function findPlacements(session: Session, ids: readonly string[]): Promise<PlacementRecord[]> {
  return session.query<PlacementRecord>(
    `select ${COLUMNS} from placement p where p.removed_at is null and p.id = any($1::text[])`,
    [ids],
  );
}

/**
 * All placements of these assets, removed ones included, held against other changes until the transaction ends; two
 * statements.
 */
export async function holdAssets(tx: Session, assetIds: readonly string[]): Promise<PlacementRecord[]> {
  const ids = [...new Set(assetIds)];
  await tx.query('select 1 from asset where id = any($1::text[]) order by id for no key update', [ids]);
  return tx.query<PlacementRecord>(`select ${COLUMNS} from placement p where p.asset_id = any($1::text[])`, [
    ids,
  ]);
}

/**
 * Stores placements as they are to be, each beside what is on record of it (removed ones come back), with their
 * history; two statements however many. Returns the ids.
 */
export async function savePlacements(
  tx: Session,
  author: Author,
  changes: readonly { before: PlacementRecord | null; after: PlacementTerms; removed?: boolean }[],
): Promise<string[]> {
  if (changes.length === 0) return [];
  const rows = changes.map(({ before, after, removed }) => ({
    id: before?.id ?? newId('plc'),
    version: (before?.version ?? 0) + 1,
    asset_id: after.assetId,
    product_id: after.productId,
    pod_id: after.podId,
    customer_id: after.customerId,
    removed: removed ?? false,
  }));
  await tx.query(
    `insert into placement (id, version, asset_id, product_id, pod_id, customer_id, removed_at)
     select id, version, asset_id, product_id, pod_id, customer_id, case when removed then now() end
       from jsonb_to_recordset($1::jsonb) as given(id text, version integer, asset_id text, product_id text,
            pod_id text, customer_id text, removed boolean)
     on conflict (id) do update set version = excluded.version, removed_at = excluded.removed_at`,
    [JSON.stringify(rows)],
  );
  await recordHistory(
    tx,
    changes.map(({ before, after, removed }, index) => ({
      recordType: 'placement',
      recordId: rows[index]!.id,
      version: rows[index]!.version,
      author,
      fields: changedFields(
        before && shown(before, before.removedAt !== null),
        shown(after, removed ?? false),
      ),
    })),
  );
  return rows.map((row) => row.id);
}

function shown({ assetId, productId, podId, customerId }: PlacementTerms, removed: boolean) {
  return { assetId, productId, podId, customerId, removed };
}

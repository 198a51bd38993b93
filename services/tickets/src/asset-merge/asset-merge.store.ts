import type { Session } from '@plimsoll/shared';

/**
 * Notes that an asset turned out to be another one, and so those that had turned out to be it; told again it changes
 * nothing. Nobody names assets in tickets meanwhile.
 */
export async function noteMerge(tx: Session, duplicateId: string, into: string): Promise<void> {
  await tx.query('lock table asset_merge in row exclusive mode');
  await tx.query(
    `insert into asset_merge (duplicate_id, into_id) values ($1, $2) on conflict (duplicate_id) do nothing`,
    [duplicateId, into],
  );
  await tx.query('update asset_merge set into_id = $2 where into_id = $1', [duplicateId, into]);
}

/** The ids of the tickets about an asset, kept from others until the transaction ends. */
export async function lockTicketsAbout(tx: Session, assetId: string): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select t.id from ticket t where t.id in (select a.ticket_id from ticket_asset a where a.asset_id = $1)
      order by t.id for update`,
    [assetId],
  );
  return rows.map(({ id }) => id);
}

import type { ListArguments, ListDefinition, Session } from '@plimsoll/shared';

/** What runs of a release on one asset at one place. */
export interface RunningRow {
  rolloutId: string;
  releaseId: string;
  assetId: string;
  environmentId: string;
  region: string | null;
  since: Date;
}

/** What may be asked of what runs where; `at` is the instant that is meant. */
export interface RunningFilter {
  at: Date;
  environmentId?: string | null;
  region?: string | null;
  assetId?: string | null;
  releaseId?: string | null;
}

export type RunningListArguments = ListArguments<RunningFilter, 'SINCE'>;

/**
 * What runs where at an instant: of the rollouts to an asset, environment and region that had succeeded by then and
 * were not rolled back, the one that succeeded last. What was there before runs again after a rollback.
 */
export const runningList: ListDefinition<RunningFilter, 'SINCE'> = {
  columns: `ra.rollout_id as "rolloutId", ra.release_id as "releaseId", ra.asset_id as "assetId",
    ra.environment_id as "environmentId", ra.region, ra.ran_from as since`,
  from: 'rollout_asset ra',
  id: "(ra.rollout_id || ' ' || ra.asset_id)",
  orders: { SINCE: { sql: 'ra.ran_from', type: 'timestamptz' } },
  defaultOrder: { field: 'SINCE', direction: 'DESC' },
  parents: { asset: 'ra.asset_id', environment: 'ra.environment_id', release: 'ra.release_id' },
  where: (filter, parameters) => {
    const at = `${parameters.add(filter.at)}::timestamptz`;
    const runs = (alias: string) =>
      `${alias}.ran_from <= ${at} and (${alias}.ran_to is null or ${alias}.ran_to > ${at})`;
    return [
      runs('ra'),
      `not exists (select from rollout_asset later
         where later.asset_id = ra.asset_id and later.environment_id = ra.environment_id
           and later.region is not distinct from ra.region
           and (later.ran_from, later.rollout_id) > (ra.ran_from, ra.rollout_id) and ${runs('later')})`,
      ...(filter.environmentId ? [`ra.environment_id = ${parameters.add(filter.environmentId)}`] : []),
      ...(filter.region ? [`ra.region = ${parameters.add(filter.region)}`] : []),
      ...(filter.assetId ? [`ra.asset_id = ${parameters.add(filter.assetId)}`] : []),
      ...(filter.releaseId ? [`ra.release_id = ${parameters.add(filter.releaseId)}`] : []),
    ];
  },
};

/** The rollout that runs on one of these assets at a place, of several the latest; null where none does. */
export async function findRunning(
  session: Session,
  place: { environmentId: string; region: string | null; assetIds: readonly string[] },
  at: Date,
): Promise<{ rolloutId: string; releaseId: string } | null> {
  const [found] = await session.query<{ rolloutId: string; releaseId: string }>(
    `select ra.rollout_id as "rolloutId", ra.release_id as "releaseId" from rollout_asset ra
      where ra.environment_id = $1 and ra.region is not distinct from $2 and ra.asset_id = any($3::text[])
        and ra.ran_from <= $4 and (ra.ran_to is null or ra.ran_to > $4)
      order by ra.ran_from desc, ra.rollout_id desc limit 1`,
    [place.environmentId, place.region, place.assetIds, at],
  );
  return found ?? null;
}

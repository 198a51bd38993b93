import { Records, type ListArguments, type ListDefinition, type Session } from '@plimsoll/shared';
import { RolloutEntity } from './rollout.entity.js';
import type { RolloutFilter, RolloutOrderField } from './rollout.types.js';

/** A rollout as the rest of the service knows it. */
export type RolloutRecord = RolloutEntity;

/** What may be asked of the list of rollouts. */
export type RolloutListArguments = ListArguments<RolloutFilter, keyof typeof RolloutOrderField>;

/** Rollouts, with their history and events. */
export const rolloutRecords = new Records<RolloutRecord>({
  entity: RolloutEntity,
  noun: 'rollout',
  eventNoun: 'rollout',
  verbs: { created: 'started', updated: 'updated' },
  eventData: (rollout) => ({
    releaseId: rollout.releaseId,
    stage: rollout.stage,
    environmentId: rollout.environmentId,
    region: rollout.region,
    assetIds: rollout.assetIds,
    changeId: rollout.changeId,
    status: rollout.status,
    startedAt: rollout.startedAt.toISOString(),
    outcome: rollout.outcome,
    endedAt: instant(rollout.endedAt),
    rollbackStartedAt: instant(rollout.rollbackStartedAt),
    rollbackOutcome: rollout.rollbackOutcome,
    rollbackEndedAt: instant(rollout.rollbackEndedAt),
  }),
});

/** How rollouts are listed. */
export const rolloutList: ListDefinition<RolloutFilter, keyof typeof RolloutOrderField> = {
  columns: `o.id, o.version, o.external_id as "externalId", o.source, o.release_id as "releaseId", o.stage,
    o.environment_id as "environmentId", o.region, o.asset_ids as "assetIds", o.change_id as "changeId", o.status,
    o.started_at as "startedAt", o.started_by as "startedBy", o.outcome, o.ended_at as "endedAt",
    o.rollback_started_at as "rollbackStartedAt", o.rollback_outcome as "rollbackOutcome",
    o.rollback_ended_at as "rollbackEndedAt", o.rollback_reason as "rollbackReason",
    o.bypassed_gates as "bypassedGates", o.override_reason as "overrideReason", o.url`,
  from: 'rollout o',
  id: 'o.id',
  orders: { STARTED: { sql: 'o.started_at', type: 'timestamptz' } },
  defaultOrder: { field: 'STARTED', direction: 'DESC' },
  parents: { release: 'o.release_id', change: 'o.change_id' },
  where: (filter, parameters) => [
    ...(filter.status ? [`o.status = ${parameters.add(filter.status)}`] : []),
    ...(filter.environmentId ? [`o.environment_id = ${parameters.add(filter.environmentId)}`] : []),
    ...(filter.region ? [`o.region = ${parameters.add(filter.region)}`] : []),
    ...(filter.assetId ? [`${parameters.add(filter.assetId)} = any(o.asset_ids)`] : []),
    ...(filter.from ? [`o.started_at >= ${parameters.add(filter.from)}`] : []),
    ...(filter.to ? [`o.started_at < ${parameters.add(filter.to)}`] : []),
  ],
};

/** Whether a stage of a release is being rolled out or back. */
export async function isUnderWay(session: Session, releaseId: string, stage: number): Promise<boolean> {
  const found = await session.query(
    `select 1 from rollout where release_id = $1 and stage = $2 and status in ('IN_PROGRESS', 'ROLLING_BACK')`,
    [releaseId, stage],
  );
  return found.length > 0;
}

function instant(value: Date | null): string | null {
  return value?.toISOString() ?? null;
}

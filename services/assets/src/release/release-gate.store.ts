import type { Session } from '@plimsoll/shared';
import {
  gateState,
  type DecidedRelease,
  type GateState,
  type RolloutStatusName,
  type Stage,
  type StageStatus,
} from './release.rules.js';

/** The gates of a stage and whether they are open at an instant; for many releases with three statements. */
export async function stageGates(
  session: Session,
  asked: readonly { release: DecidedRelease; stage: Stage }[],
  now: Date,
): Promise<GateState[][]> {
  const releaseIds = [...new Set(asked.map(({ release }) => release.id))];
  const statuses = await findStageStatuses(session, releaseIds);
  const incidents = await findOpenIncidents(session, releaseIds, now);
  const changes = await findChangesNotApproved(session, releaseIds);
  return asked.map(({ release, stage }) =>
    stage.gates.map((gate) =>
      gateState(stage, gate, {
        statuses: statuses.get(release.id) ?? new Map(),
        decisions: release.decisions,
        openIncidentIds: incidents.get(release.id) ?? [],
        changesNotApproved: changes.get(release.id) ?? [],
        now,
      }),
    ),
  );
}

/** How far the stages of releases are that have begun, by release and position; one statement. */
export async function findStageStatuses(
  session: Session,
  releaseIds: readonly string[],
): Promise<Map<string, Map<number, StageStatus>>> {
  const rows = await session.query<{
    releaseId: string;
    stage: number;
    status: RolloutStatusName;
    at: Date;
  }>(
    `select distinct on (release_id, stage) release_id as "releaseId", stage, status,
            coalesce(rollback_ended_at, rollback_started_at, ended_at, started_at) as at
       from rollout where release_id = any($1::text[]) order by release_id, stage, started_at desc, id desc`,
    [releaseIds],
  );
  const found = new Map<string, Map<number, StageStatus>>();
  for (const { releaseId, stage, status, at } of rows) {
    const stages = found.get(releaseId) ?? new Map<number, StageStatus>();
    found.set(releaseId, stages.set(stage, { status, at }));
  }
  return found;
}

/** The open incidents that hold an asset of releases at an instant, by release; one statement. */
async function findOpenIncidents(
  session: Session,
  releaseIds: readonly string[],
  now: Date,
): Promise<Map<string, string[]>> {
  const rows = await session.query<{ releaseId: string; ids: string[] }>(
    `select a.release_id as "releaseId", array_agg(distinct i.incident_id order by i.incident_id) as ids
       from release_asset a join incident_impact i on i.asset_id = a.asset_id
      where a.release_id = any($1::text[]) and i.from_at <= $2 and (i.to_at is null or i.to_at > $2)
      group by a.release_id`,
    [releaseIds, now],
  );
  return new Map(rows.map(({ releaseId, ids }) => [releaseId, ids]));
}

/** The changes of releases that nobody has agreed on, or that are cancelled, by release; one statement. */
async function findChangesNotApproved(
  session: Session,
  releaseIds: readonly string[],
): Promise<Map<string, { id: string; title: string }[]>> {
  const rows = await session.query<{ releaseId: string; id: string; title: string }>(
    `select c.release_id as "releaseId", c.id, c.title from change c
      where c.release_id = any($1::text[])
        and c.status not in ('APPROVED', 'SCHEDULED', 'IN_PROGRESS', 'COMPLETED')
      order by c.id`,
    [releaseIds],
  );
  const found = new Map<string, { id: string; title: string }[]>();
  for (const { releaseId, ...change } of rows)
    found.set(releaseId, [...(found.get(releaseId) ?? []), change]);
  return found;
}

import {
  listByParent,
  listPage,
  type ConnectionArgs,
  type Page,
  type RequestContext,
} from '@plimsoll/shared';
import { loadChange, type Change } from '../change/index.js';
import type { GateState, StageStatus } from './release.rules.js';
import { findStageStatuses, stageGates } from './release-gate.store.js';
import {
  releaseChangeList,
  releaseList,
  releaseRecords,
  type ReleaseListArguments,
  type ReleaseRecord,
} from './release.store.js';
import type { ReleaseStage } from './release.types.js';

/** The release with this id, or null where the caller sees none; batched a request. */
export function loadRelease(context: RequestContext, id: string): Promise<ReleaseRecord | null> {
  return context
    .loader<string, ReleaseRecord>('release', (ids) => releaseRecords.findInOrder(context.session, ids))
    .load(id);
}

/** The release with this external id, or null where the caller sees none. */
export async function loadReleaseByExternalId(
  context: RequestContext,
  source: string,
  externalId: string,
): Promise<ReleaseRecord | null> {
  const found = await releaseRecords.findByExternalIds(context.session, source, [externalId]);
  return found.get(externalId) ?? null;
}

/** A page of the releases the caller sees. */
export function listReleases(
  context: RequestContext,
  args: ReleaseListArguments,
): Promise<Page<ReleaseRecord>> {
  return listPage(context.session, releaseList, args);
}

/** A page of the changes of a release that the caller sees; batched a request. */
export async function listReleaseChanges(
  context: RequestContext,
  releaseId: string,
  { first, after }: ConnectionArgs,
): Promise<Page<Change>> {
  const page = await context
    .loader<string, Page<{ id: string }>>(`release-changes:${first}:${after ?? ''}`, (ids) =>
      listByParent(context.session, releaseChangeList, 'release', ids, { first, after: after ?? null }),
    )
    .load(releaseId);
  if (!page) throw new Error('a list by parent has a page for every parent');
  const changes = await Promise.all(page.rows.map(({ id }) => loadChange(context, id)));
  return { ...page, rows: changes.filter((change) => change !== null) };
}

/** How far the stages of a release are that have begun, by position; batched a request. */
export async function loadStageStatuses(
  context: RequestContext,
  releaseId: string,
): Promise<Map<number, StageStatus>> {
  const found = await context
    .loader<string, Map<number, StageStatus>>('release-stages', async (ids) => {
      const statuses = await findStageStatuses(context.session, ids);
      return ids.map((id) => statuses.get(id) ?? new Map<number, StageStatus>());
    })
    .load(releaseId);
  return found ?? new Map();
}

/** The gates of a stage as they are now; batched a request. */
export async function loadGates(context: RequestContext, stage: ReleaseStage): Promise<GateState[]> {
  const found = await context
    .loader<ReleaseStage, GateState[]>(
      'release-gates',
      (stages) => stageGates(context.session, stages, context.now),
      ({ release, position }) => `${release.id}:${position}`,
    )
    .load(stage);
  return found ?? [];
}

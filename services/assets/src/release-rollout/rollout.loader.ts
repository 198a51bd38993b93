import { listByParent, listPage, type Page, type RequestContext } from '@plimsoll/shared';
import {
  rolloutList,
  rolloutRecords,
  type RolloutListArguments,
  type RolloutRecord,
} from './rollout.store.js';
import {
  runningList,
  type RunningFilter,
  type RunningListArguments,
  type RunningRow,
} from './running.store.js';
import type { RunningArgs } from './running.types.js';

/** The rollout with this id, or null where the caller sees none; batched a request. */
export function loadRollout(context: RequestContext, id: string): Promise<RolloutRecord | null> {
  return context
    .loader<string, RolloutRecord>('rollout', (ids) => rolloutRecords.findInOrder(context.session, ids))
    .load(id);
}

/** The rollout with this external id, or null where the caller sees none. */
export async function loadRolloutByExternalId(
  context: RequestContext,
  source: string,
  externalId: string,
): Promise<RolloutRecord | null> {
  const found = await rolloutRecords.findByExternalIds(context.session, source, [externalId]);
  return found.get(externalId) ?? null;
}

/** A page of the rollouts the caller sees. */
export function listRollouts(
  context: RequestContext,
  args: RolloutListArguments,
): Promise<Page<RolloutRecord>> {
  return listPage(context.session, rolloutList, args);
}

/** A page of the rollouts of a release or a change; batched a request. */
export async function listRolloutsOf(
  context: RequestContext,
  parent: 'release' | 'change',
  id: string,
  args: RolloutListArguments,
): Promise<Page<RolloutRecord>> {
  const page = await context
    .loader<string, Page<RolloutRecord>>(`${parent}-rollouts:${JSON.stringify(args)}`, (ids) =>
      listByParent(context.session, rolloutList, parent, ids, args),
    )
    .load(id);
  if (!page) throw new Error('a list by parent has a page for every parent');
  return page;
}

/** A page of what runs where. */
export function listRunning(
  context: RequestContext,
  args: RunningArgs,
  filter: Omit<RunningFilter, 'at'>,
): Promise<Page<RunningRow>> {
  return listPage(context.session, runningList, atInstant(context, args, filter));
}

/** A page of what runs on an asset, in an environment or of a release; batched a request. */
export async function listRunningOf(
  context: RequestContext,
  parent: 'asset' | 'environment' | 'release',
  id: string,
  args: RunningArgs,
): Promise<Page<RunningRow>> {
  const asked = atInstant(context, args, {});
  const page = await context
    .loader<string, Page<RunningRow>>(`${parent}-running:${JSON.stringify(asked)}`, (ids) =>
      listByParent(context.session, runningList, parent, ids, asked),
    )
    .load(id);
  if (!page) throw new Error('a list by parent has a page for every parent');
  return page;
}

function atInstant(
  context: RequestContext,
  { first, after, at }: RunningArgs,
  filter: Omit<RunningFilter, 'at'>,
): RunningListArguments {
  return { first, after: after ?? null, filter: { ...filter, at: at ?? context.now } };
}

import {
  checkPageSize,
  decodeCursor,
  encodeCursor,
  listByParent,
  listPage,
  toConnection,
  type ConnectionArgs,
  type ConnectionValue,
  type Page,
  type RequestContext,
} from '@plimsoll/shared';
import { stateOf } from '../asset-impact/index.js';
import { OutageRuns, UP, type Outage, type State } from '../impact/index.js';
import { currentGraph } from '../graph/index.js';
import { outagesIn, stateNumber } from '../outage/index.js';
import { simulate, type OutageImpact } from '../what-if/index.js';
import {
  assetChangeList,
  changeList,
  changeRecords,
  findUpcoming,
  type ChangeListArguments,
  type ChangeRecord,
} from './change.store.js';
import type { ChangesArgs, CustomerChange } from './change.types.js';

/** The change with this id, or null where the caller sees none; batched a request. */
export function loadChange(context: RequestContext, id: string): Promise<ChangeRecord | null> {
  return context
    .loader<string, ChangeRecord>('change', (ids) => changeRecords.findInOrder(context.session, ids))
    .load(id);
}

/** The change with this external id, or null where the caller sees none. */
export async function loadChangeByExternalId(
  context: RequestContext,
  source: string,
  externalId: string,
): Promise<ChangeRecord | null> {
  const found = await changeRecords.findByExternalIds(context.session, source, [externalId]);
  return found.get(externalId) ?? null;
}

/** A page of the changes the caller sees. */
export function listChanges(context: RequestContext, args: ChangesArgs): Promise<Page<ChangeRecord>> {
  return listPage(context.session, changeList, atNow(context, args));
}

/** A page of the changes of an asset that the caller sees; batched a request. */
export async function listAssetChanges(
  context: RequestContext,
  assetId: string,
  args: ChangesArgs,
): Promise<Page<ChangeRecord>> {
  const page = await context
    .loader<string, Page<ChangeRecord>>(`asset-changes:${JSON.stringify(args)}`, (ids) =>
      listByParent(context.session, assetChangeList, 'asset', ids, atNow(context, args)),
    )
    .load(assetId);
  return page!;
}

/** What the outage of a change's window would do, amid everything but itself; null without a window or assets. */
export async function loadChangeWhatIf(
  context: RequestContext,
  change: ChangeRecord,
): Promise<OutageImpact | null> {
  return context
    .loader<ChangeRecord, OutageImpact>(
      'change-what-if',
      (changes) => simulateChanges(context, changes),
      ({ id }) => id,
    )
    .load(change);
}

async function simulateChanges(
  context: RequestContext,
  changes: readonly ChangeRecord[],
): Promise<(OutageImpact | null)[]> {
  const windows = changes.flatMap(({ windowFrom, windowTo }) =>
    windowFrom && windowTo ? [[windowFrom.getTime(), windowTo.getTime()] as const] : [],
  );
  if (windows.length === 0) return changes.map(() => null);
  const from = new Date(Math.min(...windows.map(([start]) => start)));
  const to = new Date(Math.max(...windows.map(([, end]) => end)));
  const estate = await outagesIn(context.session, from, to, context.now);
  return changes.map(({ id, assetIds, windowFrom, windowTo, expectedState, noticeGivenAt }) =>
    windowFrom && windowTo && assetIds.length > 0
      ? simulate(
          {
            assetIds,
            from: windowFrom,
            to: windowTo,
            state: expectedState,
            planned: true,
            noticeGivenAt,
            asOf: context.now,
            changeId: id,
          },
          estate,
        )
      : null,
  );
}

/**
 * The changes agreed on and not over that would by themselves degrade a customer or take it down, the earliest
 * first; for all customers of a request together. What concerns a customer is shown to whoever sees the customer,
 * also where the assets are hidden from them.
 */
export async function listUpcomingOfCustomer(
  context: RequestContext,
  customerId: string,
  args: ConnectionArgs,
): Promise<ConnectionValue<CustomerChange>> {
  checkPageSize(args.first);
  const all =
    (await context
      .loader<string, CustomerChange[]>('upcoming-changes', (ids) => upcomingOf(context, ids))
      .load(customerId)) ?? [];
  const after = args.after ? decodeCursor('STARTS_AT ASC', args.after).id : null;
  const start = after === null ? 0 : all.findIndex(({ change }) => change.id === after) + 1;
  const rows = all.slice(start, start + args.first);
  return toConnection(
    {
      rows,
      cursors: rows.map(({ change }) => encodeCursor('STARTS_AT ASC', '', change.id)),
      hasNextPage: start + rows.length < all.length,
      hasPreviousPage: start > 0,
      countAll: () => Promise.resolve(all.length),
    },
    (row) => row,
  );
}

async function upcomingOf(
  context: RequestContext,
  customerIds: readonly string[],
): Promise<CustomerChange[][]> {
  const changes = await findUpcomingForAll(context);
  const { graph, placements } = await currentGraph(context.session);
  const runs = new OutageRuns(graph, placements);
  const found = new Map<string, CustomerChange[]>(customerIds.map((id) => [id, []]));
  for (const change of changes) {
    const at = Math.max(change.windowFrom?.getTime() ?? 0, context.now.getTime());
    const hits = runs.hits([outageOf(change, (id) => graph.indexOf(id))], at);
    const worst = new Map<string, State>();
    for (const pair of hits.pairs) {
      const customerId = placements.customerOf(pair);
      if (!found.has(customerId)) continue;
      const state = hits.stateOf(pair);
      if (state > (worst.get(customerId) ?? UP)) worst.set(customerId, state);
    }
    for (const [customerId, state] of worst) {
      found.get(customerId)!.push({ expectedState: stateOf(state), change });
    }
  }
  return customerIds.map((id) => found.get(id) ?? []);
}

/** Whatever the caller's scope: what reaches a customer is not hidden by policies. */
async function findUpcomingForAll(context: RequestContext): Promise<ChangeRecord[]> {
  if (context.scope.kind === 'STAFF') return findUpcoming(context.session, context.now);
  const all = context.session.another({ kind: 'SYSTEM' });
  try {
    return await findUpcoming(all, context.now);
  } finally {
    await all.release();
  }
}

function outageOf(change: ChangeRecord, indexOf: (assetId: string) => number | undefined): Outage {
  const assets = new Map<number, State>();
  for (const id of change.assetIds) {
    const index = indexOf(id);
    if (index !== undefined) assets.set(index, stateNumber(change.expectedState));
  }
  return {
    id: change.id,
    kind: 'CHANGE',
    planned: true,
    announcedLeadMs: null,
    assets,
    direct: [],
    from: change.windowFrom?.getTime() ?? 0,
    to: change.windowTo?.getTime() ?? null,
  };
}

function atNow(context: RequestContext, args: ChangesArgs): ChangeListArguments {
  return { ...args, filter: { ...args.filter, now: context.now } };
}

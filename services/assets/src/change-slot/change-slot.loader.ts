import type { RequestContext } from '@plimsoll/shared';
import type { ChangeRecord } from '../change/index.js';
import { blockedTimes } from '../change-conflict/index.js';
import type { CustomerOutages } from '../impact/index.js';
import { outagesIn } from '../outage/index.js';
import { simulateCustomers } from '../what-if/index.js';

/** The farthest ahead that a slot may begin. */
const FARTHEST_MS = 90 * 86_400_000;

/** When a change would clash, and how long it takes, as it travels to the subgraph that ranks its slots. */
export interface ChangeBlockedTimes {
  durationMs: number;
  times: { from: string; to: string; isBlocking: boolean }[];
}

/** A change that can still be moved to another slot. */
type Movable = ChangeRecord & { windowFrom: Date; windowTo: Date };

/**
 * What a change would do if it held its assets from now until beyond the last slot, amid everything but itself; null
 * where it cannot be moved, and for whoever is not staff. All changes of a request together, two statements.
 */
export async function loadPlanOutages(
  context: RequestContext,
  change: ChangeRecord,
): Promise<CustomerOutages | null> {
  if (context.scope.kind !== 'STAFF' || !isMovable(change)) return null;
  return context
    .loader<Movable, CustomerOutages>(
      'plan-outages',
      (changes) => simulateAhead(context, changes),
      ({ id }) => id,
    )
    .load(change);
}

async function simulateAhead(
  context: RequestContext,
  changes: readonly Movable[],
): Promise<CustomerOutages[]> {
  const { now } = context;
  const ends = changes.map(horizonOf(now));
  const last = new Date(Math.max(...ends.map((end) => end.getTime())));
  const estate = await outagesIn(context.session, now, last, now);
  return changes.map(({ id, assetIds, expectedState, noticeGivenAt }, index) =>
    simulateCustomers(
      {
        assetIds,
        from: now,
        to: ends[index]!,
        state: expectedState,
        planned: true,
        noticeGivenAt,
        asOf: now,
        changeId: id,
      },
      estate,
    ),
  );
}

/**
 * When a change would clash with something from now until beyond the last slot; null where it cannot be moved, and for
 * whoever is not staff. All changes of a request together, in a fixed number of statements.
 */
export async function loadBlockedTimes(
  context: RequestContext,
  change: ChangeRecord,
): Promise<ChangeBlockedTimes | null> {
  if (context.scope.kind !== 'STAFF' || !isMovable(change)) return null;
  return context
    .loader<Movable, ChangeBlockedTimes>(
      'blocked-times',
      (changes) => blockedAhead(context, changes),
      ({ id }) => id,
    )
    .load(change);
}

async function blockedAhead(
  { session, now }: RequestContext,
  changes: readonly Movable[],
): Promise<ChangeBlockedTimes[]> {
  const horizon = horizonOf(now);
  const asked = changes.map((change) => ({ change, from: now, to: horizon(change) }));
  const blocked = await blockedTimes(session, asked, now);
  return changes.map((change, index) => ({
    durationMs: durationOf(change),
    times: blocked[index]!.map(({ from, to, severity }) => ({
      from: from.toISOString(),
      to: to.toISOString(),
      isBlocking: severity === 'BLOCKING',
    })),
  }));
}

const horizonOf = (now: Date) => (change: Movable) =>
  new Date(now.getTime() + FARTHEST_MS + durationOf(change));

function durationOf({ windowFrom, windowTo }: Movable): number {
  return windowTo.getTime() - windowFrom.getTime();
}

function isMovable(change: ChangeRecord): change is Movable {
  const { status, windowFrom, windowTo, assetIds } = change;
  const hasBegun = status === 'IN_PROGRESS' || status === 'COMPLETED' || status === 'CANCELLED';
  return !hasBegun && windowFrom !== null && windowTo !== null && assetIds.length > 0;
}

import type { Session } from '@plimsoll/shared';
import type { ChangeRecord } from '../change/index.js';
import { currentGraph } from '../graph/index.js';
import type { CustomerOutages } from '../impact/index.js';
import type { EstateOutages } from '../outage/index.js';
import { simulateCustomers } from '../what-if/index.js';

/** A change with a window, and so one that can be assessed. */
export type Assessable = ChangeRecord & { windowFrom: Date; windowTo: Date };

/** What a change would do to customers. */
export interface ChangeOutages {
  /** Carried out as planned. */
  customerOutages: CustomerOutages;
  /** The same by itself; null where nothing else happens in its window. */
  aloneOutages: CustomerOutages | null;
  /** If it fails: its assets down throughout, unannounced. Null where that differs in the question alone. */
  failureOutages: CustomerOutages | null;
}

/** Whether a change is not over, and has a window and assets. */
export function isAssessable(change: ChangeRecord): change is Assessable {
  return (
    change.status !== 'COMPLETED' &&
    change.status !== 'CANCELLED' &&
    change.windowFrom !== null &&
    change.windowTo !== null &&
    change.assetIds.length > 0
  );
}

/** What a change would do to customers, amid what else is in the estate. */
export function outagesOfChange(change: Assessable, estate: EstateOutages, now: Date): ChangeOutages {
  const from = change.windowFrom.getTime();
  const to = change.windowTo.getTime();
  const isAmidOthers = estate.outages.some(
    (outage) => outage.id !== change.id && outage.from < to && (outage.to === null || outage.to > from),
  );
  const failure = { state: 'DOWN', planned: false, noticeGivenAt: null } as const;
  return {
    customerOutages: plannedOutages(change, estate, now),
    aloneOutages: isAmidOthers ? plannedOutages(change, { ...estate, outages: [] }, now) : null,
    failureOutages: change.expectedState === 'DOWN' ? null : windowOutages(change, failure, estate, now),
  };
}

function plannedOutages(change: Assessable, estate: EstateOutages, now: Date): CustomerOutages {
  const { expectedState: state, noticeGivenAt } = change;
  return windowOutages(change, { state, planned: true, noticeGivenAt }, estate, now);
}

function windowOutages(
  change: Assessable,
  how: { state: ChangeRecord['expectedState']; planned: boolean; noticeGivenAt: Date | null },
  estate: EstateOutages,
  now: Date,
): CustomerOutages {
  return simulateCustomers(
    {
      ...how,
      assetIds: change.assetIds,
      from: change.windowFrom,
      to: change.windowTo,
      asOf: now,
      changeId: change.id,
    },
    estate,
  );
}

/**
 * The customers that each change carried out as planned makes `DEGRADED` or `DOWN` by itself, by id, in order: also where
 * others do so at the same time. One statement.
 */
export async function affectedCustomers(
  session: Session,
  changes: readonly ChangeRecord[],
  now: Date,
): Promise<string[][]> {
  const alone = { ...(await currentGraph(session)), outages: [] };
  return changes.map((change) =>
    isAssessable(change) ? plannedOutages(change, alone, now).customers.map(({ id }) => id) : [],
  );
}

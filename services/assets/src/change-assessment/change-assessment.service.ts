import { emit, type DomainEvent, type Session } from '@plimsoll/shared';
import { changeRecords, type ChangeRecord } from '../change/index.js';
import type { CustomerOutages } from '../impact/index.js';
import { outagesIn, type EstateOutages } from '../outage/index.js';
import { simulate } from '../what-if/index.js';
import { planOf } from './change-assessment.rules.js';
import { findDueChanges, noteRequests } from './change-assessment.store.js';

/** A change with a window, and so one that can be assessed. */
type Assessable = ChangeRecord & { windowFrom: Date; windowTo: Date };

/**
 * Asks what a change would cost, in the transaction that drafts or edits it. The answer arrives by events, within
 * moments of the commit. A change that is over, or without a window or assets, is not asked about.
 *
 * @param change as stored
 */
export function requestAssessment(tx: Session, change: ChangeRecord, now: Date): Promise<void> {
  return requestAssessments(tx, [change], now);
}

/**
 * Asks again for assessments that are out of date: of changes edited otherwise, those whose month the ledger has moved
 * in, and all once a day. Answers how many it asked for, at most `limit`.
 */
export async function requestDueAssessments(tx: Session, now: Date, limit: number): Promise<number> {
  const ids = await findDueChanges(tx, now, limit);
  const changes = await changeRecords.findByIds(tx, ids);
  await requestAssessments(tx, [...changes.values()], now);
  return ids.length;
}

/**
 * The customers that a change carried out as planned makes `DEGRADED` or `DOWN` by itself, by id: also where others do so
 * at the same time. Two statements.
 */
export async function affectedCustomers(
  session: Session,
  change: ChangeRecord,
  now: Date,
): Promise<string[]> {
  if (!isAssessable(change)) return [];
  const estate = await outagesIn(session, change.windowFrom, change.windowTo, now);
  return plannedOutages(change, { ...estate, outages: [] }, now).customers.map(({ id }) => id);
}

async function requestAssessments(tx: Session, changes: readonly ChangeRecord[], now: Date): Promise<void> {
  const open = changes.filter(isAssessable);
  if (open.length === 0) return;
  const plans = new Map(open.map((change) => [change.id, planOf(change)]));
  const requests = await noteRequests(
    tx,
    open.map(({ id, version }) => ({ changeId: id, changeVersion: version, plan: plans.get(id)! })),
    now,
  );
  const estate = await outagesIn(tx, earliest(open), latest(open), now);
  await emit(
    tx,
    open.map((change): DomainEvent => ({
      type: 'plimsoll.change_assessment.requested.v1',
      subject: change.id,
      version: requests.get(change.id)!,
      data: {
        id: change.id,
        externalId: change.externalId,
        source: change.source,
        changeId: change.id,
        changeVersion: change.version,
        plan: plans.get(change.id)!,
        ...outagesOf(change, estate, now),
      },
    })),
  );
}

/**
 * What a change would do to customers: as planned, the same by itself, and if it fails; then its assets are down
 * throughout, unannounced. `aloneOutages` is null where nothing else happens in the window, `failureOutages` where it
 * differs from the first in the question alone.
 */
function outagesOf(
  change: Assessable,
  estate: EstateOutages,
  now: Date,
): Record<'customerOutages' | 'aloneOutages' | 'failureOutages', CustomerOutages | null> {
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
  const asked = {
    ...how,
    assetIds: change.assetIds.filter((id) => estate.graph.indexOf(id) !== undefined),
    from: change.windowFrom,
    to: change.windowTo,
    asOf: now,
    changeId: change.id,
  };
  return withoutCauses(simulate(asked, estate).customerOutages);
}

/** Nobody is told the causes of an assessment. */
function withoutCauses(outages: CustomerOutages): CustomerOutages {
  return {
    ...outages,
    causes: [],
    patterns: outages.patterns.map((pattern) => ({ ...pattern, causes: 0 })),
  };
}

function isAssessable(change: ChangeRecord): change is Assessable {
  return (
    change.status !== 'COMPLETED' &&
    change.status !== 'CANCELLED' &&
    change.windowFrom !== null &&
    change.windowTo !== null &&
    change.assetIds.length > 0
  );
}

function earliest(changes: readonly Assessable[]): Date {
  return new Date(Math.min(...changes.map(({ windowFrom }) => windowFrom.getTime())));
}

function latest(changes: readonly Assessable[]): Date {
  return new Date(Math.max(...changes.map(({ windowTo }) => windowTo.getTime())));
}

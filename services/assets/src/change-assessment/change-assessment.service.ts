import { emit, type DomainEvent, type Session } from '@plimsoll/shared';
import { changeRecords, type ChangeRecord } from '../change/index.js';
import type { CustomerOutages } from '../impact/index.js';
import { outagesIn, type EstateOutages } from '../outage/index.js';
import { simulate } from '../what-if/index.js';
import { isSameWork, planOf, type Assessment } from './change-assessment.rules.js';
import { findDueChanges, noteRequests, readAssessments } from './change-assessment.store.js';

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

/** The newest assessments of changes, by change; those not answered yet are missing. One statement. Staff only. */
export async function assessmentsOf(
  session: Session,
  changeIds: readonly string[],
): Promise<Map<string, Assessment>> {
  if (changeIds.length === 0) return new Map();
  const rows = await readAssessments(session, changeIds);
  return new Map(
    rows.map(({ planned, failed, plan, ...row }) => [
      row.changeId,
      {
        ...planned,
        changeId: row.changeId,
        changeVersion: row.changeVersion,
        assessedAt: row.assessedAt,
        isCurrent: planOf(row) === plan,
        isOfSameWork: isSameWork(planOf(row), plan),
        noticeHoursNeeded: row.noticeHoursNeeded,
        ifFailed: failed,
      },
    ]),
  );
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

/** The customers that a change carried out as planned makes `DEGRADED` or `DOWN`, by id; three statements. */
export async function affectedCustomers(
  session: Session,
  change: ChangeRecord,
  now: Date,
): Promise<string[]> {
  if (!isAssessable(change)) return [];
  const estate = await outagesIn(session, change.windowFrom, change.windowTo, now);
  return outagesOf(change, estate, now).customerOutages.customers.map(({ id }) => id);
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
 * What a change would do to customers as planned, and if it fails: then its assets are down throughout, unannounced.
 * `failureOutages` is null where the two differ in the question alone.
 */
function outagesOf(
  change: Assessable,
  estate: EstateOutages,
  now: Date,
): { customerOutages: CustomerOutages; failureOutages: CustomerOutages | null } {
  const asked = {
    assetIds: change.assetIds.filter((id) => estate.graph.indexOf(id) !== undefined),
    from: change.windowFrom,
    to: change.windowTo,
    asOf: now,
    changeId: change.id,
  };
  const { expectedState: state, noticeGivenAt } = change;
  const planned = simulate({ ...asked, state, planned: true, noticeGivenAt }, estate);
  const customerOutages = withoutCauses(planned.customerOutages);
  if (state === 'DOWN') return { customerOutages, failureOutages: null };
  const failed = simulate({ ...asked, state: 'DOWN', planned: false, noticeGivenAt: null }, estate);
  return { customerOutages, failureOutages: withoutCauses(failed.customerOutages) };
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

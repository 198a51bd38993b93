import { emit, type DomainEvent, type Session } from '@plimsoll/shared';
import { changeRecords, type ChangeRecord } from '../change/index.js';
import { isAssessable, outagesOfChange, type Assessable } from '../change-outage/index.js';
import { outagesIn } from '../outage/index.js';
import { planOf } from './change-assessment.rules.js';
import { findDueChanges, noteRequests } from './change-assessment.store.js';

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
        ...outagesOfChange(change, estate, now),
      },
    })),
  );
}

function earliest(changes: readonly Assessable[]): Date {
  return new Date(Math.min(...changes.map(({ windowFrom }) => windowFrom.getTime())));
}

function latest(changes: readonly Assessable[]): Date {
  return new Date(Math.max(...changes.map(({ windowTo }) => windowTo.getTime())));
}

import type { Session } from '@plimsoll/shared';
import type { ChangeRecord } from '../change/index.js';
import { conflicting } from './change-conflict.errors.js';
import { findPlanned } from './change-conflict.store.js';
import { inOrder, type Conflict, type ConflictKind, type ConflictSeverity } from './conflict.rules.js';
import {
  isCommitted,
  overlapOf,
  plannedTime,
  severityWith,
  sharedIds,
  type PlannedChange,
} from './overlap.rules.js';

/** A time in which a change would clash with something; half-open. */
export interface BlockedTime {
  from: Date;
  to: Date;
  kind: ConflictKind;
  severity: ConflictSeverity;
  /** The freeze, the other changes, or what else it is that the time is blocked by. */
  name: string;
}

/**
 * All that a change clashes with, as it is planned now, the worst first: other changes at the same time, and the
 * calendar. Empty for one that is over or has no window. A fixed number of statements.
 */
export async function conflictsOf(session: Session, change: ChangeRecord, now: Date): Promise<Conflict[]> {
  const [conflicts = []] = await conflictsOfAll(session, [change], now);
  return conflicts;
}

/** {@link conflictsOf} for many changes together, in their order; as many statements as for one. */
export async function conflictsOfAll(
  session: Session,
  changes: readonly ChangeRecord[],
  now: Date,
): Promise<Conflict[][]> {
  const own = changes.map((change) => toPlanned(change, now));
  const planned = await findPlanned(
    session,
    own.flatMap((one) => (one ? [one] : [])),
    now,
  );
  return own.map((one) => (one ? inOrder(withOthers(one, planned)) : []));
}

/**
 * Refuses a change that clashes with something that forbids it. Two changes that are checked at the same time wait
 * for each other until the transaction ends, so that of two that clash the second sees the first.
 *
 * @throws DomainError `CONFLICTING`, naming what it clashes with
 */
export async function checkConflicts(tx: Session, change: ChangeRecord, now: Date): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('change conflicts', 0))`);
  const blocking = (await conflictsOf(tx, change, now)).filter(({ severity }) => severity === 'BLOCKING');
  if (blocking.length > 0) throw conflicting(blocking);
}

/**
 * The times within [from, to) in which a change would clash with something, the earliest first: one moved to a slot
 * clashes exactly if the slot overlaps one of them. A fixed number of statements.
 */
export async function blockedTimes(
  session: Session,
  change: ChangeRecord,
  from: Date,
  to: Date,
  now: Date,
): Promise<BlockedTime[]> {
  const moved = { ...asPlanned(change), from: from.getTime(), to: to.getTime() };
  const planned = await findPlanned(session, [moved], now);
  return withOthers(moved, planned).map(({ kind, severity, changeIds, from: start, to: end }) => ({
    from: start,
    to: end ?? to,
    kind,
    severity,
    name: planned.find(({ id }) => id === changeIds[0])?.title ?? '',
  }));
}

function toPlanned(change: ChangeRecord, now: Date): PlannedChange | null {
  const time = plannedTime(change, now.getTime());
  return time && { ...asPlanned(change), ...time };
}

function asPlanned(change: ChangeRecord): Omit<PlannedChange, 'from' | 'to'> {
  const { id, title, status, expectedState, assetIds } = change;
  return { id, title, committed: isCommitted(status), expectedState, assetIds, implementerIds: [] };
}

function withOthers(own: PlannedChange, planned: readonly PlannedChange[]): Conflict[] {
  return planned.flatMap((other) => {
    const overlap = overlapOf(own, other);
    if (other.id === own.id || !overlap) return [];
    const assetIds = sharedIds(own.assetIds, other.assetIds);
    if (assetIds.length === 0) return [];
    return [
      {
        key: `SAME_ASSET ${other.id}`,
        kind: 'SAME_ASSET',
        severity: severityWith([other], 'BLOCKING'),
        from: new Date(overlap.from),
        to: Number.isFinite(overlap.to) ? new Date(overlap.to) : null,
        changeIds: [other.id],
        assetIds,
        personIds: [],
        group: null,
        freeze: null,
        customerCount: 0,
        explanation: `“${other.title}” changes the same assets at the same time.`,
      } satisfies Conflict,
    ];
  });
}

import type { RequestContext, Session } from '@plimsoll/shared';
import { findScopedAssets } from '../change-calendar/index.js';
import {
  calendarClashes,
  FatalSearches,
  inOrder,
  isCommitted,
  jointlyFatal,
  overlapOf,
  plannedTime,
  relatedChanges,
  sameAssets,
  samePeople,
  type ChangeCalendar,
  type Clash,
  type Conflict,
  type ConflictKindName,
  type ConflictSeverityName,
  type PlannedChange,
} from '../change-clash/index.js';
import type { ChangeRecord } from '../change/index.js';
import { findOccurringFreezes } from '../freeze/index.js';
import { currentGraph } from '../graph/index.js';
import { findMaintenanceWindowsInForce } from '../maintenance-window/index.js';
import { conflicting } from './change-conflict.errors.js';
import { findAssetNames, findGroupTerms, findPlanned } from './change-conflict.store.js';
import { explanationOf } from './explanation.rules.js';

/** A time in which a change would clash with something; half-open. */
export interface BlockedTime {
  from: Date;
  to: Date;
  kind: ConflictKindName;
  severity: ConflictSeverityName;
}

/**
 * All that a change clashes with, as it is planned now, the worst first: other changes at the same time, and the
 * calendar. Empty for one that is over or has no window. A fixed number of statements.
 */
export async function conflictsOf(session: Session, change: ChangeRecord, now: Date): Promise<Conflict[]> {
  const [conflicts = []] = await conflictsOfAll(session, [change], now);
  return conflicts;
}

/** {@link conflictsOf} for all changes of a request together. */
export async function conflictsInRequest(context: RequestContext, change: ChangeRecord): Promise<Conflict[]> {
  const found = await context
    .loader<ChangeRecord, Conflict[]>(
      'change-conflicts',
      (changes) => conflictsOfAll(context.session, changes, context.now),
      ({ id }) => id,
    )
    .load(change);
  return found ?? [];
}

/** {@link conflictsOf} for many changes together, in their order; as many statements as for one. */
async function conflictsOfAll(
  session: Session,
  changes: readonly ChangeRecord[],
  now: Date,
): Promise<Conflict[][]> {
  const moved = changes.map((change) => {
    const time = plannedTime(change, now.getTime());
    return time && { ...asPlanned(change), ...time };
  });
  const own = moved.flatMap((one) => one ?? []);
  const { clashes, titles } = await clashesOf(session, own, now);
  const told = await explained(session, clashes, titles);
  return moved.map((one) => (one ? told[own.indexOf(one)]! : []));
}

/**
 * Refuses a change that clashes with something that forbids it, as far as no reason to make it all the same is on
 * record. Two changes that are checked at the same time wait for each other until their transactions end, so that of
 * two that clash the second sees the first. Checked is the window that is given, stored or not.
 *
 * @throws DomainError `CONFLICTING`, naming what it clashes with
 */
export async function checkConflicts(tx: Session, change: ChangeRecord, now: Date): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('change conflicts', 0))`);
  if (change.overriddenConflicts !== null) return;
  const blocking = (await conflictsOf(tx, change, now)).filter(({ severity }) => severity === 'BLOCKING');
  if (blocking.length > 0) throw conflicting(blocking);
}

/**
 * For each of these changes, in their order, the times within its [from, to) in which it would clash with something, the
 * earliest first: moved to a slot in there, it clashes exactly if the slot overlaps one of them. A fixed number of
 * statements.
 */
export async function blockedTimes(
  session: Session,
  asked: readonly { change: ChangeRecord; from: Date; to: Date }[],
  now: Date,
): Promise<BlockedTime[][]> {
  const moved = asked.map(({ change, from, to }) => ({
    ...asPlanned(change),
    from: from.getTime(),
    to: to.getTime(),
  }));
  const { clashes } = await clashesOf(session, moved, now);
  return asked.map(({ to }, at) => {
    const blocked = clashes[at]!.flatMap(({ kind, severity, times }) =>
      times.map((time) => ({
        from: new Date(time.from),
        to: Number.isFinite(time.to) ? new Date(time.to) : to,
        kind,
        severity,
      })),
    );
    return blocked.sort((a, b) => a.from.getTime() - b.from.getTime());
  });
}

function asPlanned(change: ChangeRecord): Omit<PlannedChange, 'from' | 'to'> {
  const { id, title, kind, status, expectedState, assetIds, implementerIds } = change;
  return {
    id,
    title,
    committed: isCommitted(status),
    isEmergency: kind === 'EMERGENCY',
    expectedState,
    assetIds,
    implementerIds,
  };
}

/** The clashes of each of these changes at the time it is given, and the titles of all changes they name. */
async function clashesOf(
  session: Session,
  own: readonly PlannedChange[],
  now: Date,
): Promise<{ clashes: Clash[][]; titles: Map<string, string> }> {
  if (own.length === 0) return { clashes: [], titles: new Map() };
  const planned = await findPlanned(session, own, now);
  const calendar = await readCalendar(session, own, now);
  const others = own.map((one) => planned.filter((other) => other.id !== one.id && overlapOf(one, other)));
  // Nothing awaits below this: what the graph is, it is for all of them.
  const estate = others.some((some) => some.length > 0) ? await currentGraph(session) : null;
  const searches = estate && new FatalSearches(estate);
  const clashes = own.map((one, at) => {
    const some = others[at]!;
    const fatal = searches ? jointlyFatal(one, some, searches) : [];
    return inOrder([
      ...sameAssets(one, some),
      ...samePeople(one, some),
      ...(estate ? relatedChanges(one, some, estate.graph) : []),
      ...fatal,
      ...calendarClashes(one, calendar, one.from, endFor(one, now)),
    ]);
  });
  return { clashes, titles: new Map(planned.map(({ id, title }) => [id, title])) };
}

async function readCalendar(
  session: Session,
  own: readonly PlannedChange[],
  now: Date,
): Promise<ChangeCalendar> {
  const from = new Date(Math.min(...own.map((one) => one.from)));
  const to = new Date(Math.max(...own.map((one) => endFor(one, now))));
  const freezes = await findOccurringFreezes(session, from, to);
  const windows = await findMaintenanceWindowsInForce(session);
  const assetIds = [...new Set(own.flatMap((one) => one.assetIds))];
  return { freezes, windows, assets: await findScopedAssets(session, assetIds) };
}

/** What is in progress beyond its window is held against the calendar up to now. */
function endFor(change: PlannedChange, now: Date): number {
  return Number.isFinite(change.to) ? change.to : Math.max(change.from + 1, now.getTime());
}

async function explained(
  session: Session,
  clashes: readonly (readonly Clash[])[],
  titles: ReadonlyMap<string, string>,
): Promise<Conflict[][]> {
  const all = clashes.flat();
  const groups = all.flatMap(({ group }) => group ?? []);
  const terms = await findGroupTerms(session, groups);
  const mentioned = all.flatMap(({ assetIds, group }) => [...assetIds, ...(group ? [group.consumerId] : [])]);
  const assetNames = await findAssetNames(session, [...new Set(mentioned)]);
  const names = {
    change: (id: string) => titles.get(id) ?? id,
    asset: (id: string) => assetNames.get(id) ?? id,
  };
  return clashes.map((own) =>
    own.map(({ times, group, entryNames: _names, committed: _committed, ...rest }, at) => {
      const [first] = times;
      const told = group && {
        consumerId: group.consumerId,
        memberCount: group.memberCount,
        downCount: group.downCount,
        name: null,
        minUp: null,
        ...terms[groups.indexOf(group)],
      };
      return {
        ...rest,
        from: new Date(first!.from),
        to: Number.isFinite(first!.to) ? new Date(first!.to) : null,
        group: told,
        explanation: explanationOf(own[at]!, told, names),
      };
    }),
  );
}

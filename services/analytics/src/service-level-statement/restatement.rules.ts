import type { ServiceAccount } from '../account/index.js';
import { monthBounds, type Agreement } from '../availability/index.js';
import { ledgerIndex, type StatedPiece } from '../ledger/index.js';
import { serviceLevelsOf, type ServiceLevelRow } from '../service-level/index.js';

/** Figures of a product under an agreement before and after a restatement; null where it had none. */
export interface RestatedLevel {
  readonly productId: string;
  readonly agreementId: string;
  readonly before: ServiceLevelRow | null;
  readonly after: ServiceLevelRow | null;
}

/** A change of what the ledger says of a customer's month. */
export interface Restatement {
  /** When it was stated, epoch milliseconds; the figures before and after are both as of then. */
  readonly at: number;
  readonly incidentId: string;
  readonly kind: 'ADDED' | 'CORRECTED' | 'WITHDRAWN';
  /** What the ledger said of the incident's impact on the customer in the month, and what it says since. */
  readonly before: readonly StatedPiece[];
  readonly after: readonly StatedPiece[];
  /** Those whose figures it changed. */
  readonly levels: readonly RestatedLevel[];
}

interface Step {
  readonly at: number;
  readonly incidentId: string;
  readonly pieces: readonly StatedPiece[];
}

/**
 * The restatements of a customer's month, in order of time: each statement on an incident that took the place of another,
 * and each that was made after the month was over, where it changed what is said of the month. That what lasts has ended
 * is told in the course of the month, and restates nothing. Follows from the statements on record alone.
 *
 * @param pieces all that was ever stated of the customer in the month
 */
export function restatementsOf(
  account: ServiceAccount,
  month: string,
  agreements: ReadonlyMap<string, Agreement>,
  pieces: readonly StatedPiece[],
): Restatement[] {
  const bounds = monthBounds(account.timeZone, month);
  const said = new Map<string, readonly StatedPiece[]>();
  const restatements: Restatement[] = [];
  for (const { at, incidentId, pieces: after } of stepsOf(
    pieces.filter(({ from, to }) => from < bounds.to && (to === null || to > bounds.from)),
  )) {
    const before = said.get(incidentId) ?? [];
    const rowsBefore = levelsAt(account, month, agreements, said, at);
    said.set(incidentId, after);
    const isLate = at >= bounds.to;
    if (textOf(before) === textOf(after)) continue;
    if (before.length === 0 && !isLate) continue;
    if (!isLate && isCourse(before, after, at)) continue;
    restatements.push({
      at,
      incidentId,
      kind: before.length === 0 ? 'ADDED' : after.length === 0 ? 'WITHDRAWN' : 'CORRECTED',
      before,
      after,
      levels: changed(rowsBefore, levelsAt(account, month, agreements, said, at)),
    });
  }
  return restatements;
}

/** What was stated, in order of time: each version with something to say, and the end of each that was followed by one without. */
function stepsOf(pieces: readonly StatedPiece[]): Step[] {
  const versions = new Map<string, StatedPiece[]>();
  for (const piece of pieces) {
    const key = `${piece.incidentId} ${piece.version}`;
    versions.set(key, [...(versions.get(key) ?? []), piece]);
  }
  // A version that was replaced at the instant it was made was never what the ledger said.
  const all = [...versions.values()]
    .flatMap((own) => (own[0] ? [{ first: own[0], own }] : []))
    .filter(({ first }) => first.supersededAt === null || first.supersededAt > first.recordedAt);
  const begun = new Set(all.map(({ first }) => `${first.incidentId} ${first.recordedAt}`));
  const steps = all.flatMap(({ first, own }): (Step & { version: number })[] => {
    const { incidentId, version, recordedAt, supersededAt } = first;
    const begins = { at: recordedAt, incidentId, version, pieces: own };
    const isFollowed = supersededAt !== null && begun.has(`${incidentId} ${supersededAt}`);
    if (supersededAt === null || isFollowed) return [begins];
    return [begins, { at: supersededAt, incidentId, version: version + 0.5, pieces: [] }];
  });
  return steps.sort(
    (a, b) =>
      a.at - b.at ||
      (a.incidentId < b.incidentId ? -1 : Number(a.incidentId > b.incidentId)) ||
      a.version - b.version,
  );
}

/** What a piece says but for its end. */
const nameOf = (one: StatedPiece) =>
  JSON.stringify([
    one.productId,
    one.state,
    one.from,
    one.planned ? [one.announcedFrom, one.announcedTo, one.noticeGivenAt] : null,
  ]);

const textOf = (pieces: readonly StatedPiece[]) =>
  pieces
    .map((one) => `${nameOf(one)} ${one.to}`)
    .sort()
    .join();

/** Whether all that is new at an instant is when that ended, or will end, which lasted until then. */
function isCourse(before: readonly StatedPiece[], after: readonly StatedPiece[], at: number): boolean {
  const left = [...after];
  for (const one of before) {
    const index = left.findIndex(
      (next) => nameOf(next) === nameOf(one) && (next.to === one.to || one.to === null || one.to > at),
    );
    if (index < 0) return false;
    left.splice(index, 1);
  }
  return left.length === 0;
}

function levelsAt(
  account: ServiceAccount,
  month: string,
  agreements: ReadonlyMap<string, Agreement>,
  said: ReadonlyMap<string, readonly StatedPiece[]>,
  at: number,
): ServiceLevelRow[] {
  const pieces = [...said.values()].flat();
  const index = ledgerIndex(pieces.map((piece) => ({ ...piece, customerIds: account.customerId })));
  return serviceLevelsOf(account, month, at, agreements, index);
}

function changed(before: readonly ServiceLevelRow[], after: readonly ServiceLevelRow[]): RestatedLevel[] {
  return after.flatMap((row): RestatedLevel[] => {
    const { productId, agreementId } = row;
    const earlier =
      before.find((one) => one.productId === productId && one.agreementId === agreementId) ?? null;
    const isSame = earlier !== null && figuresText(earlier) === figuresText(row);
    return isSame ? [] : [{ productId, agreementId, before: earlier, after: row }];
  });
}

const figuresText = ({ measure, credits }: ServiceLevelRow) =>
  JSON.stringify([measure.lengthMs, measure.countedUnits, measure.excludedMs, measure.unknownMs, credits]);

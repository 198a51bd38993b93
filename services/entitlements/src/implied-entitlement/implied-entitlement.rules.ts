/** What a plan promises at present: its support level, and every version of its agreement's name. */
export interface PlanPromise {
  supportLevelId: string | null;
  /** Cases a year that the support level allows; null: no limit. */
  casesPerYear: number | null;
  /** Half-open, in order, not overlapping. */
  versions: readonly { agreementId: string; validFrom: string; validTo: string | null }[];
}

/** What an implied entitlement says beside whose it is. */
export interface ImpliedTerms {
  agreementId: string;
  supportLevelId: string | null;
  cases: number | null;
  validFrom: string;
  /** The first day out; null: open. */
  validTo: string | null;
}

/**
 * What a subscription's terms entitle to, in order: for each term, each version of the agreement that its plan
 * promises, on the days on which both hold; neighbours that say the same are one.
 */
export function impliedBy(
  terms: readonly { from: string; to: string | null; planId: string }[],
  promises: ReadonlyMap<string, PlanPromise>,
): ImpliedTerms[] {
  const implied: ImpliedTerms[] = [];
  for (const { from, to, planId } of terms) {
    const promise = promises.get(planId);
    for (const version of promise?.versions ?? []) {
      const validFrom = version.validFrom > from ? version.validFrom : from;
      const validTo = earlierEnd(version.validTo, to);
      if (validTo !== null && validTo <= validFrom) continue;
      const next: ImpliedTerms = {
        agreementId: version.agreementId,
        supportLevelId: promise?.supportLevelId ?? null,
        cases: promise?.casesPerYear ?? null,
        validFrom,
        validTo,
      };
      const last = implied.at(-1);
      if (last && last.validTo === validFrom && saysTheSame(last, next)) last.validTo = validTo;
      else implied.push(next);
    }
  }
  return implied;
}

function earlierEnd(a: string | null, b: string | null): string | null {
  if (a === null) return b;
  return b === null || a < b ? a : b;
}

function saysTheSame(a: ImpliedTerms, b: ImpliedTerms): boolean {
  return a.agreementId === b.agreementId && a.supportLevelId === b.supportLevelId && a.cases === b.cases;
}

/** How the entitlements on record of one subscription become what it implies. */
export interface Alignment<Recorded> {
  create: ImpliedTerms[];
  /** Also those that hold no longer: they keep their first day and end on it. */
  change: { recorded: Recorded; to: ImpliedTerms }[];
}

/**
 * Keeps each record for the agreement it is under, of several the one with the same first day, and so its id;
 * what is left over is withdrawn by ending on its first day, since others have heard of it.
 */
export function align<Recorded extends ImpliedTerms>(
  recorded: readonly Recorded[],
  implied: readonly ImpliedTerms[],
): Alignment<Recorded> {
  const left = new Set(recorded);
  const create: ImpliedTerms[] = [];
  const change: Alignment<Recorded>['change'] = [];
  const exact = new Map<ImpliedTerms, Recorded>();
  for (const one of implied) {
    const same = [...left].find(
      ({ agreementId, validFrom }) => agreementId === one.agreementId && validFrom === one.validFrom,
    );
    if (!same) continue;
    left.delete(same);
    exact.set(one, same);
  }
  for (const one of implied) {
    const found = exact.get(one) ?? [...left].find(({ agreementId }) => agreementId === one.agreementId);
    if (!found) {
      create.push(one);
      continue;
    }
    left.delete(found);
    change.push({ recorded: found, to: one });
  }
  for (const rest of left) {
    const { agreementId, supportLevelId, cases, validFrom } = rest;
    change.push({
      recorded: rest,
      to: { agreementId, supportLevelId, cases, validFrom, validTo: validFrom },
    });
  }
  return { create, change: change.filter(({ recorded: before, to }) => differs(before, to)) };
}

function differs(a: ImpliedTerms, b: ImpliedTerms): boolean {
  return !saysTheSame(a, b) || a.validFrom !== b.validFrom || a.validTo !== b.validTo;
}

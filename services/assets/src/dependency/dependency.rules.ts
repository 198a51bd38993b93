import { invalid } from '@plimsoll/shared';
import { checkDependencies, type DependencyViolation, type MinUp } from '../impact/index.js';

/** How a consumer needs a provider, by ids. `group` null: a group of its own. */
export interface DependencyTerms {
  consumerId: string;
  providerId: string;
  group: string | null;
  strength: 'HARD' | 'SOFT';
  /** Null: all members. */
  minUp: MinUp | null;
}

/** A group as it would be: what is on record of it and stays, and what is given. */
export interface GroupProposal<Given extends DependencyTerms> {
  recorded: readonly DependencyTerms[];
  given: readonly Given[];
}

/** What can be stored of a proposal, and what not, with the reason. */
export interface GroupVerdict<Given> {
  accepted: Given[];
  refused: { given: Given; violation: DependencyViolation }[];
}

/**
 * `2` or `50%` as a minimum.
 *
 * @throws DomainError `INVALID` for anything else
 */
export function parseMinUp(text: string): MinUp {
  const match = /^(\d{1,6})\s*(%?)$/.exec(text.trim());
  if (!match) throw invalid('`minUp` is a count such as 2 or a percent such as 50%.', ['minUp']);
  return match[2] ? { percent: Number(match[1]) } : { count: Number(match[1]) };
}

/** A minimum as `2` or `50%`; null for all members. */
export function writeMinUp(minUp: MinUp | null): string | null {
  if (minUp === null) return null;
  return 'count' in minUp ? String(minUp.count) : `${minUp.percent}%`;
}

/** Names the group within its consumer that a dependency belongs to; each without a name is a group of its own. */
export function groupKey({ consumerId, providerId, group }: DependencyTerms): string {
  return JSON.stringify(group === null ? [consumerId, null, providerId] : [consumerId, group]);
}

/** Names a dependency: a consumer needs a provider once in each group. */
export function dependencyKey({ consumerId, providerId, group }: DependencyTerms): string {
  return JSON.stringify([consumerId, group, providerId]);
}

/**
 * What of a group may be stored: a dependency of an asset on itself is refused alone; what else is wrong concerns the
 * group as a whole, and then all that was given of it is refused.
 */
export function judgeGroup<Given extends DependencyTerms>({
  recorded,
  given,
}: GroupProposal<Given>): GroupVerdict<Given> {
  const refused: GroupVerdict<Given>['refused'] = [];
  const others = given.filter((one) => {
    const [violation] = one.consumerId === one.providerId ? checkDependencies([one]) : [];
    if (violation) refused.push({ given: one, violation });
    return !violation;
  });
  const [violation] = checkDependencies([...recorded, ...others]);
  if (!violation) return { accepted: others, refused };
  return { accepted: [], refused: [...refused, ...others.map((one) => ({ given: one, violation }))] };
}

/** What becomes of dependencies where some assets turn out to be another one. */
export interface MergedDependencies<Recorded> {
  /** Dependencies of the one asset that it did not have so before. */
  saved: DependencyTerms[];
  /** What names a duplicate, and ends. */
  ended: Recorded[];
}

/**
 * Dependencies in force, with the one asset in place of its duplicates. What it would need of itself ends. A provider
 * that is needed twice outside groups is needed once, as strictly as either says; groups of one name become one.
 *
 * @param inForce all dependencies of the consumers concerned
 * @returns the violation where the result cannot stand: groups of one name that disagree, or a minimum above what is left
 */
export function mergeDependencies<Recorded extends DependencyTerms>(
  inForce: readonly Recorded[],
  duplicateIds: ReadonlySet<string>,
  into: string,
): MergedDependencies<Recorded> | DependencyViolation {
  const current = (id: string) => (duplicateIds.has(id) ? into : id);
  const isMoved = (one: DependencyTerms) =>
    duplicateIds.has(one.consumerId) || duplicateIds.has(one.providerId);
  const rows = inForce
    .map((one) => ({
      ...termsOf(one),
      consumerId: current(one.consumerId),
      providerId: current(one.providerId),
    }))
    .filter(({ consumerId, providerId }) => consumerId !== providerId);
  const [violation] = checkDependencies(rows);
  if (violation) return violation;
  const result = new Map<string, DependencyTerms>();
  for (const one of rows) {
    const key = dependencyKey(one);
    if (result.get(key)?.strength !== 'HARD') result.set(key, one);
  }
  const kept = new Map(inForce.filter((one) => !isMoved(one)).map((one) => [dependencyKey(one), one]));
  return {
    saved: [...result].flatMap(([key, one]) => (kept.get(key)?.strength === one.strength ? [] : [one])),
    ended: inForce.filter(isMoved),
  };
}

function termsOf({ consumerId, providerId, group, strength, minUp }: DependencyTerms): DependencyTerms {
  return { consumerId, providerId, group, strength, minUp };
}

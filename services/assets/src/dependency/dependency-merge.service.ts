import { DomainError, type Author, type Session } from '@plimsoll/shared';
import { dependencyKey, mergeDependencies } from './dependency.rules.js';
import { findConsumers, holdConsumers, removeDependencies, saveDependencies } from './dependency.store.js';

/**
 * Gives all that duplicates of an asset need, and all that needs them, to the asset; the histories tell it as ends and
 * beginnings. Answers how many dependencies the asset has gained and how many of the duplicates have ended. Five
 * statements however many.
 *
 * @throws DomainError `GROUP_DISAGREES` or `MIN_UP_ABOVE_GROUP` where a group would not stand
 */
export async function moveDependencies(
  tx: Session,
  author: Author,
  duplicateIds: readonly string[],
  into: string,
): Promise<{ gained: number; ended: number }> {
  const consumerIds = await findConsumers(tx, duplicateIds);
  const recorded = await holdConsumers(tx, [...consumerIds, ...duplicateIds, into]);
  const inForce = recorded.filter((one) => one.removedAt === null);
  const merged = mergeDependencies(inForce, new Set(duplicateIds), into);
  if ('code' in merged) throw new DomainError(merged.code, merged.message, ['duplicates']);
  const byKey = new Map(recorded.map((one) => [dependencyKey(one), one]));
  await removeDependencies(tx, author, merged.ended);
  await saveDependencies(
    tx,
    author,
    merged.saved.map((after) => ({ before: byKey.get(dependencyKey(after)) ?? null, after })),
  );
  return { gained: merged.saved.length, ended: merged.ended.length };
}

import { DomainError, enqueue, type Author, type Session } from '@plimsoll/shared';
import { findMoves, removeMove, storeMove } from './partner-move.store.js';
import { holdHierarchy, lockPartners, partnerRecords, storeLineages } from './partner.store.js';

/** The customers of partners, which a move brings along. */
export interface PartnerBooks {
  /** How many customers these partners resell to. */
  count: (tx: Session, partnerIds: readonly string[]) => Promise<number>;
  /**
   * Gives the customers of moved partners the resellers that are above them now, and tells everyone who has copies.
   *
   * @param lineages of the partners whose lineage is another one now
   */
  restate: (tx: Session, author: Author, lineages: ReadonlyMap<string, readonly string[]>) => Promise<void>;
}

/** The job that moves a partner. */
export const MOVE_JOB = 'move_partner';

/** With more customers than this a move takes longer than a request should. */
export const CUSTOMERS_MOVED_AT_ONCE = 5_000;

/** Leaves a move to a job, which makes it as a whole. */
export async function deferMove(
  tx: Session,
  author: Author,
  move: { partnerId: string; parentId: string | null; now: Date },
): Promise<void> {
  const { partnerId, parentId, now } = move;
  await storeMove(tx, { partnerId, parentId, author, requestedAt: now });
  await enqueue(tx, MOVE_JOB, { partnerId }, { jobKey: `${MOVE_JOB}:${partnerId}` });
}

/**
 * Makes the move of a partner that waits, with all below it and their customers, in the caller's transaction; nothing
 * where none waits. Answers why it cannot be made any more, and forgets it then; null: it is made.
 */
export async function makeMove(
  tx: Session,
  books: PartnerBooks,
  partnerId: string,
): Promise<DomainError | null> {
  const hierarchy = await holdHierarchy(tx);
  const move = (await findMoves(tx, [partnerId])).get(partnerId);
  if (!move) return null;
  const { parentId, author } = move;
  const subtree = hierarchy.subtreeOf(partnerId);
  await lockPartners(tx, subtree);
  await removeMove(tx, partnerId);
  try {
    hierarchy.place(partnerId, parentId, ['parentId']);
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  const partner = await partnerRecords.require(tx, partnerId, ['id']);
  await partnerRecords.updateAll(tx, author, [[partner, { ...partner, parentId }]]);
  await books.restate(tx, author, await storeLineages(tx, hierarchy, subtree));
  return null;
}

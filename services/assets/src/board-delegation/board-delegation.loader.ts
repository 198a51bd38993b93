import type { RequestContext } from '@plimsoll/shared';
import { findComingDelegations, type BoardDelegationRecord } from './board-delegation.store.js';

/** The delegations on a board in force now or later; batched a request. */
export async function loadComingDelegations(
  context: RequestContext,
  boardId: string,
): Promise<BoardDelegationRecord[]> {
  const found = await context
    .loader<string, BoardDelegationRecord[]>('coming delegations', async (ids) => {
      const all = await findComingDelegations(context.session, ids, context.now);
      return ids.map((id) => all.filter((delegation) => delegation.boardId === id));
    })
    .load(boardId);
  return found ?? [];
}

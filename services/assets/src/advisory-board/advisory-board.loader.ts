import { listPage, type Page, type RequestContext } from '@plimsoll/shared';
import {
  advisoryBoardList,
  advisoryBoardRecords,
  type AdvisoryBoardListArguments,
  type AdvisoryBoardRecord,
} from './advisory-board.store.js';

/** The board with this id, or null where the caller sees none; batched a request. */
export function loadAdvisoryBoard(context: RequestContext, id: string): Promise<AdvisoryBoardRecord | null> {
  return context
    .loader<string, AdvisoryBoardRecord>('advisory board', (ids) =>
      advisoryBoardRecords.findInOrder(context.session, ids),
    )
    .load(id);
}

/** The board with this external id, or null where the caller sees none. */
export async function loadAdvisoryBoardByExternalId(
  context: RequestContext,
  source: string,
  externalId: string,
): Promise<AdvisoryBoardRecord | null> {
  const found = await advisoryBoardRecords.findByExternalIds(context.session, source, [externalId]);
  return found.get(externalId) ?? null;
}

/** A page of the boards the caller sees. */
export function listAdvisoryBoards(
  context: RequestContext,
  args: AdvisoryBoardListArguments,
): Promise<Page<AdvisoryBoardRecord>> {
  return listPage(context.session, advisoryBoardList, args);
}

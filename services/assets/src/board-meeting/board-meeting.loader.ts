import { listByParent, listPage, type Page, type RequestContext } from '@plimsoll/shared';
import {
  boardMeetingList,
  boardMeetingRecords,
  type BoardMeetingListArguments,
  type BoardMeetingRecord,
} from './board-meeting.store.js';

/** The meeting with this id, or null where the caller sees none; batched a request. */
export function loadBoardMeeting(context: RequestContext, id: string): Promise<BoardMeetingRecord | null> {
  return context
    .loader<string, BoardMeetingRecord>('board meeting', (ids) =>
      boardMeetingRecords.findInOrder(context.session, ids),
    )
    .load(id);
}

/** A page of the meetings the caller sees. */
export function listBoardMeetings(
  context: RequestContext,
  args: BoardMeetingListArguments,
): Promise<Page<BoardMeetingRecord>> {
  return listPage(context.session, boardMeetingList, args);
}

/** A page of the meetings of a board; batched a request. */
export function listMeetingsOfBoard(
  context: RequestContext,
  boardId: string,
  args: BoardMeetingListArguments,
): Promise<Page<BoardMeetingRecord> | null> {
  return context
    .loader<string, Page<BoardMeetingRecord>>(`board-meetings:${JSON.stringify(args)}`, (ids) =>
      listByParent(context.session, boardMeetingList, 'board', ids, args),
    )
    .load(boardId);
}

import type { RequestContext, Session } from '@plimsoll/shared';
import { submittedChanges } from '../change-approval/index.js';
import { changeRecords, type ChangeRecord } from '../change/index.js';
import { findVotedOn, type BoardMeetingRecord } from './board-meeting.store.js';

/**
 * The changes that meetings deal with, by meeting: of one that was held those it dealt with. Of one that is planned
 * those that its board has voted on since it began, then those that wait for the board's verdict, the earliest window
 * first. Of one that was cancelled none. A fixed number of statements.
 */
export async function agendasOf(
  session: Session,
  meetings: readonly BoardMeetingRecord[],
  now: Date,
): Promise<Map<string, string[]>> {
  const planned = meetings.filter(({ status }) => status === 'PLANNED');
  if (planned.length === 0) return new Map(meetings.map(({ id, agendaIds }) => [id, agendaIds]));
  const submitted = await submittedChanges(session, now);
  const waiting = (boardId: string): string[] =>
    submitted
      .filter(({ state }) => state.outstanding.some((one) => one.kind === 'BOARD' && one.boardId === boardId))
      .map(({ change }) => change.id);
  const voted = await findVotedOn(
    session,
    planned.map(({ boardId, startsAt }) => ({ boardId, at: startsAt })),
  );
  return new Map(
    meetings.map(({ id, boardId, startsAt, status, agendaIds }) => {
      if (status !== 'PLANNED') return [id, agendaIds];
      const dealtWith = voted.filter(
        (vote) => vote.boardId === boardId && vote.at.getTime() === startsAt.getTime(),
      );
      return [id, [...new Set([...dealtWith.map(({ changeId }) => changeId), ...waiting(boardId)])]];
    }),
  );
}

/** The changes that a meeting deals with, as far as the caller sees them; batched a request. */
export async function agendaInRequest(
  context: RequestContext,
  meeting: BoardMeetingRecord,
): Promise<ChangeRecord[]> {
  const found = await context
    .loader<BoardMeetingRecord, ChangeRecord[]>(
      'agendas',
      async (meetings) => {
        const agendas = await agendasOf(context.session, meetings, context.now);
        const changes = await changeRecords.findByIds(context.session, [...agendas.values()].flat());
        return meetings.map(({ id }) =>
          (agendas.get(id) ?? []).flatMap((changeId) => changes.get(changeId) ?? []),
        );
      },
      ({ id }) => id,
    )
    .load(meeting);
  return found ?? [];
}

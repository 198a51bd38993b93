import { Records, type ListArguments, type ListDefinition, type Session } from '@plimsoll/shared';
import { BoardMeetingEntity } from './board-meeting.entity.js';
import type { BoardMeetingFilter, BoardMeetingOrderField } from './board-meeting.types.js';

/** A meeting as the rest of the service knows it. */
export type BoardMeetingRecord = BoardMeetingEntity;

export type BoardMeetingListArguments = ListArguments<
  BoardMeetingFilter,
  keyof typeof BoardMeetingOrderField
>;

/** Meetings, with their history and events; what was said in them stays here. */
export const boardMeetingRecords = new Records<BoardMeetingRecord>({
  entity: BoardMeetingEntity,
  noun: 'board meeting',
  eventNoun: 'board_meeting',
  eventData: ({ boardId, startsAt, endsAt, status, agendaIds, attendeeIds }) => ({
    boardId,
    startsAt,
    endsAt,
    status,
    agendaIds,
    attendeeIds,
  }),
});

/** How meetings are listed. */
export const boardMeetingList: ListDefinition<BoardMeetingFilter, keyof typeof BoardMeetingOrderField> = {
  columns: `m.id, m.version, m.external_id as "externalId", m.source, m.board_id as "boardId",
    m.starts_at as "startsAt", m.ends_at as "endsAt", m.place, m.status, m.agenda_ids as "agendaIds",
    m.attendee_ids as "attendeeIds", m.minutes`,
  from: 'board_meeting m',
  id: 'm.id',
  orders: { STARTS_AT: { sql: 'm.starts_at', type: 'timestamptz' } },
  defaultOrder: { field: 'STARTS_AT', direction: 'ASC' },
  where: (filter, parameters) => [
    ...(filter.boardId ? [`m.board_id = ${parameters.add(filter.boardId)}`] : []),
    ...(filter.status ? [`m.status = ${parameters.add(filter.status)}`] : []),
    ...(filter.from ? [`m.ends_at > ${parameters.add(filter.from)}`] : []),
    ...(filter.to ? [`m.starts_at < ${parameters.add(filter.to)}`] : []),
  ],
  parents: { board: 'm.board_id' },
};

/** The changes that seats of boards voted on since an instant each, by board, in the order of the votes. */
export async function findVotedOn(
  session: Session,
  since: readonly { boardId: string; at: Date }[],
): Promise<{ boardId: string; at: Date; changeId: string }[]> {
  return session.query(
    `select given.board_id as "boardId", given.at, s.change_id as "changeId"
       from unnest($1::text[], $2::timestamptz[]) as given(board_id, at)
       join change_approval_seat s on s.board_id = given.board_id
       join change_approval a on a.id = s.approval_id and a.decided_at >= given.at
      group by given.board_id, given.at, s.change_id order by min(a.decided_at), s.change_id`,
    [since.map(({ boardId }) => boardId), since.map(({ at }) => at)],
  );
}

import {
  authorize,
  authorOf,
  checkText,
  createOnce,
  invalid,
  type RequestContext,
  type Session,
} from '@plimsoll/shared';
import { requirePersons } from '../account/index.js';
import { advisoryBoardRecords } from '../advisory-board/index.js';
import { agendasOf } from './agenda.service.js';
import { checkTimes, requirePlanned } from './board-meeting.rules.js';
import { boardMeetingRecords, type BoardMeetingRecord } from './board-meeting.store.js';
import type {
  CancelBoardMeetingInput,
  HoldBoardMeetingInput,
  MoveBoardMeetingInput,
  PlanBoardMeetingInput,
} from './board-meeting.types.js';

const LONGEST_PLACE = 2_000;
const LONGEST_MINUTES = 20_000;
const MOST_ATTENDEES = 100;

/** Plans a meeting of a board. Roles: admin, manager, operator. */
export async function planBoardMeeting(
  context: RequestContext,
  input: PlanBoardMeetingInput,
): Promise<BoardMeetingRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  return createOnce(context, boardMeetingRecords, {
    prefix: 'bmt',
    mutation: 'planBoardMeeting',
    input,
    values: async (tx) => {
      const { boardId, startsAt, endsAt } = input;
      await advisoryBoardRecords.require(tx, boardId, ['boardId']);
      checkTimes(startsAt, endsAt);
      return {
        boardId,
        startsAt,
        endsAt,
        place: input.place ? checkText(input.place, 'place', LONGEST_PLACE) : null,
        status: 'PLANNED' as const,
        agendaIds: [],
        attendeeIds: [],
        minutes: null,
      };
    },
  });
}

/** Moves a planned meeting. Roles: admin, manager, operator. */
export function moveBoardMeeting(
  context: RequestContext,
  input: MoveBoardMeetingInput,
): Promise<BoardMeetingRecord> {
  return step(context, input, 'moved', (current) => {
    const startsAt = input.startsAt ?? current.startsAt;
    const endsAt = input.endsAt ?? current.endsAt;
    checkTimes(startsAt, endsAt);
    // Null and a blank remove it; what is left out stays.
    const place = input.place ? checkText(input.place, 'place', LONGEST_PLACE) : null;
    return { startsAt, endsAt, ...(input.place === undefined ? {} : { place }) };
  });
}

/** Says that a meeting took place, who was there and what was decided; its agenda is kept. Roles: admin, manager, operator. */
export function holdBoardMeeting(
  context: RequestContext,
  input: HoldBoardMeetingInput,
): Promise<BoardMeetingRecord> {
  return step(context, input, 'held', async (current, tx) => {
    if (current.startsAt > context.now) throw invalid('This meeting has not begun.', ['id']);
    const attendeeIds = [...new Set(input.attendeeIds)];
    if (attendeeIds.length > MOST_ATTENDEES) {
      throw invalid(`At most ${MOST_ATTENDEES} persons attend.`, ['attendeeIds']);
    }
    await requirePersons(tx, attendeeIds, ['attendeeIds']);
    const agendas = await agendasOf(tx, [current], context.now);
    return {
      status: 'HELD',
      attendeeIds,
      agendaIds: agendas.get(current.id) ?? [],
      minutes: checkText(input.minutes, 'minutes', LONGEST_MINUTES),
    };
  });
}

/** Says that a meeting does not take place. Roles: admin, manager, operator. */
export function cancelBoardMeeting(
  context: RequestContext,
  input: CancelBoardMeetingInput,
): Promise<BoardMeetingRecord> {
  return step(context, input, 'cancelled', () => ({ status: 'CANCELLED' }));
}

function step(
  context: RequestContext,
  input: { id: string; expectedVersion: number },
  name: string,
  change: (
    current: BoardMeetingRecord,
    tx: Session,
  ) => Partial<BoardMeetingRecord> | Promise<Partial<BoardMeetingRecord>>,
): Promise<BoardMeetingRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  return context.session.transaction((tx) =>
    boardMeetingRecords.update(tx, authorOf(context), input.id, input.expectedVersion, (current) => {
      requirePlanned(name, current.status);
      return change(current, tx);
    }),
  );
}

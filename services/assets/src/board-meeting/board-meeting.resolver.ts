import { ConnectionArgs, payload, toConnection, type RequestContext } from '@plimsoll/shared';
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Person } from '../account/index.js';
import { AdvisoryBoard, loadAdvisoryBoard } from '../advisory-board/index.js';
import type { AdvisoryBoardRecord } from '../advisory-board/index.js';
import { Change } from '../change/index.js';
import type { ChangeRecord } from '../change/index.js';
import { HistoryConnection, loadHistory } from '../history/index.js';
import { agendaInRequest } from './agenda.service.js';
import { listBoardMeetings, listMeetingsOfBoard, loadBoardMeeting } from './board-meeting.loader.js';
import { isQuorate } from './board-meeting.rules.js';
import {
  cancelBoardMeeting,
  holdBoardMeeting,
  moveBoardMeeting,
  planBoardMeeting,
} from './board-meeting.service.js';
import type { BoardMeetingRecord } from './board-meeting.store.js';
import {
  BoardMeeting,
  BoardMeetingConnection,
  BoardMeetingPayload,
  BoardMeetingsArgs,
  CancelBoardMeetingInput,
  HoldBoardMeetingInput,
  MoveBoardMeetingInput,
  PlanBoardMeetingInput,
} from './board-meeting.types.js';

const answer = (useCase: () => Promise<BoardMeetingRecord>): Promise<BoardMeetingPayload> =>
  payload(async () => ({ meeting: await useCase() }));

@Resolver(() => BoardMeeting)
export class BoardMeetingResolver {
  @Query(() => BoardMeeting, {
    nullable: true,
    description: 'The meeting with this id; null where there is none for you.',
  })
  boardMeeting(
    @Arg('id', () => ID, { description: 'Identifier, `bmt_…`.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<BoardMeetingRecord | null> {
    return loadBoardMeeting(context, id);
  }

  @Query(() => BoardMeetingConnection, { description: 'Meetings of advisory boards. Staff only.' })
  async boardMeetings(
    @Args(() => BoardMeetingsArgs) args: BoardMeetingsArgs,
    @Ctx() context: RequestContext,
  ) {
    return toConnection(await listBoardMeetings(context, args), (row) => row);
  }

  @FieldResolver(() => AdvisoryBoard, { nullable: true, description: 'Of which board.' })
  board(
    @Root() { boardId }: BoardMeetingRecord,
    @Ctx() context: RequestContext,
  ): Promise<AdvisoryBoardRecord | null> {
    return loadAdvisoryBoard(context, boardId);
  }

  @FieldResolver(() => [Change], {
    nullable: true,
    description:
      'The changes it deals with: those it voted on since it began, then those that wait for the board, the earliest window first; kept as they were when it was held.',
  })
  agenda(@Root() meeting: BoardMeetingRecord, @Ctx() context: RequestContext): Promise<ChangeRecord[]> {
    return agendaInRequest(context, meeting);
  }

  @FieldResolver(() => [Person], {
    nullable: true,
    description: 'Who was there, members and guests; empty until it was held.',
  })
  attendees(@Root() { attendeeIds }: BoardMeetingRecord): Person[] {
    return attendeeIds.map((id) => ({ id }));
  }

  @FieldResolver(() => Boolean, {
    nullable: true,
    description: 'Whether as many members attended as the quorum of the board; null until it was held.',
  })
  async quorate(
    @Root() { boardId, status, attendeeIds }: BoardMeetingRecord,
    @Ctx() context: RequestContext,
  ): Promise<boolean | null> {
    const board = status === 'HELD' ? await loadAdvisoryBoard(context, boardId) : null;
    return board && isQuorate(attendeeIds, board);
  }

  @FieldResolver(() => HistoryConnection, {
    nullable: true,
    description: 'What changed, by whom and when; newest first.',
  })
  history(
    @Root() { id }: BoardMeetingRecord,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    return loadHistory(context, 'board_meeting', id, args);
  }

  @Mutation(() => BoardMeetingPayload, {
    description: 'Plans a meeting of a board. Roles: admin, manager, operator.',
  })
  planBoardMeeting(
    @Arg('input', () => PlanBoardMeetingInput, { description: 'The meeting.' }) input: PlanBoardMeetingInput,
    @Ctx() context: RequestContext,
  ): Promise<BoardMeetingPayload> {
    return answer(() => planBoardMeeting(context, input));
  }

  @Mutation(() => BoardMeetingPayload, {
    description: 'Moves a planned meeting. Roles: admin, manager, operator.',
  })
  moveBoardMeeting(
    @Arg('input', () => MoveBoardMeetingInput, { description: 'What changes.' }) input: MoveBoardMeetingInput,
    @Ctx() context: RequestContext,
  ): Promise<BoardMeetingPayload> {
    return answer(() => moveBoardMeeting(context, input));
  }

  @Mutation(() => BoardMeetingPayload, {
    description:
      'Says that a meeting took place, who was there and what was decided; its agenda is kept. Roles: admin, manager, operator.',
  })
  holdBoardMeeting(
    @Arg('input', () => HoldBoardMeetingInput, { description: 'Which, and what came of it.' })
    input: HoldBoardMeetingInput,
    @Ctx() context: RequestContext,
  ): Promise<BoardMeetingPayload> {
    return answer(() => holdBoardMeeting(context, input));
  }

  @Mutation(() => BoardMeetingPayload, {
    description: 'Says that a meeting does not take place. Roles: admin, manager, operator.',
  })
  cancelBoardMeeting(
    @Arg('input', () => CancelBoardMeetingInput, { description: 'Which meeting.' })
    input: CancelBoardMeetingInput,
    @Ctx() context: RequestContext,
  ): Promise<BoardMeetingPayload> {
    return answer(() => cancelBoardMeeting(context, input));
  }
}

@Resolver(() => AdvisoryBoard)
export class BoardMeetingsResolver {
  @FieldResolver(() => BoardMeetingConnection, { nullable: true, description: 'Its meetings.' })
  async meetings(
    @Root() { id }: AdvisoryBoardRecord,
    @Args(() => BoardMeetingsArgs) args: BoardMeetingsArgs,
    @Ctx() context: RequestContext,
  ) {
    const page = await listMeetingsOfBoard(context, id, args);
    return page && toConnection(page, (row) => row);
  }
}

import {
  ConnectionArgs,
  connectionOf,
  CreateInput,
  DateTimeScalar,
  OrderDirection,
  RecordObject,
  UpdateInput,
  UserError,
} from '@plimsoll/shared';
import { ArgsType, Directive, Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';

/** Where a meeting stands. */
export enum BoardMeetingStatus {
  PLANNED = 'PLANNED',
  HELD = 'HELD',
  CANCELLED = 'CANCELLED',
}
registerEnumType(BoardMeetingStatus, {
  name: 'BoardMeetingStatus',
  description: 'Where a meeting of a board stands.',
  valuesConfig: {
    PLANNED: { description: 'It is ahead, or its minutes are not written.' },
    HELD: { description: 'It took place.' },
    CANCELLED: { description: 'It did not take place.' },
  },
});

@Directive('@key(fields: "id")')
@ObjectType('BoardMeeting', { description: 'A meeting of an advisory board. Staff only.' })
export class BoardMeeting extends RecordObject {
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it begins.' })
  startsAt?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it is over (exclusive).' })
  endsAt?: Date | null;

  @Field(() => String, { nullable: true, description: 'Where: a room, or the address of a call.' })
  place?: string | null;

  @Field(() => BoardMeetingStatus, { nullable: true, description: 'Where it stands.' })
  status?: keyof typeof BoardMeetingStatus | null;

  @Field(() => String, { nullable: true, description: 'What was said and decided; null until it was held.' })
  minutes?: string | null;

  boardId?: string | null;
}

@InputType('BoardMeetingFilter', { description: 'Which meetings; all conditions must hold.' })
export class BoardMeetingFilter {
  @Field(() => ID, { nullable: true, description: 'Of this board, `cab_…`.' })
  boardId?: string | null;

  @Field(() => BoardMeetingStatus, { nullable: true, description: 'That stand there.' })
  status?: BoardMeetingStatus | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'They end after this instant.' })
  from?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'They begin before this instant.' })
  to?: Date | null;
}

/** By what meetings are sorted. */
export enum BoardMeetingOrderField {
  STARTS_AT = 'STARTS_AT',
}
registerEnumType(BoardMeetingOrderField, {
  name: 'BoardMeetingOrderField',
  description: 'By what meetings are sorted.',
  valuesConfig: { STARTS_AT: { description: 'By when they begin.' } },
});

@InputType('BoardMeetingOrder', { description: 'How meetings are sorted.' })
export class BoardMeetingOrder {
  @Field(() => BoardMeetingOrderField, { description: 'By what.' })
  field!: BoardMeetingOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: 'In which direction.' })
  direction!: OrderDirection;
}

@ArgsType()
export class BoardMeetingsArgs extends ConnectionArgs {
  @Field(() => BoardMeetingFilter, { nullable: true, description: 'Which meetings; all by default.' })
  filter?: BoardMeetingFilter | null;

  @Field(() => BoardMeetingOrder, {
    nullable: true,
    description: 'How they are sorted; the earliest first by default.',
  })
  orderBy?: BoardMeetingOrder | null;
}

export const { Connection: BoardMeetingConnection } = connectionOf(() => BoardMeeting, 'BoardMeeting');

@InputType('PlanBoardMeetingInput', { description: 'A meeting of a board.' })
export class PlanBoardMeetingInput extends CreateInput {
  @Field(() => ID, { description: 'Of which board, `cab_…`.' })
  boardId!: string;

  @Field(() => DateTimeScalar, { description: 'When it begins.' })
  startsAt!: Date;

  @Field(() => DateTimeScalar, { description: 'When it is over (exclusive); at most a day later.' })
  endsAt!: Date;

  @Field(() => String, { nullable: true, description: 'Where, at most 2,000 characters.' })
  place?: string | null;
}

@InputType('MoveBoardMeetingInput', {
  description: 'Changes to a planned meeting; a field that is left out stays as it is.',
})
export class MoveBoardMeetingInput extends UpdateInput {
  @Field(() => DateTimeScalar, { nullable: true, description: 'New beginning.' })
  startsAt?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'New end.' })
  endsAt?: Date | null;

  @Field(() => String, { nullable: true, description: 'New place; null: none.' })
  place?: string | null;
}

@InputType('HoldBoardMeetingInput', { description: 'Says that a meeting took place.' })
export class HoldBoardMeetingInput extends UpdateInput {
  @Field(() => [ID], { description: 'Who was there, members and guests, `per_…`; at most 100.' })
  attendeeIds!: string[];

  @Field(() => String, { description: 'What was said and decided, 1–20,000 characters.' })
  minutes!: string;
}

@InputType('CancelBoardMeetingInput', { description: 'Says that a meeting does not take place.' })
export class CancelBoardMeetingInput extends UpdateInput {}

@ObjectType('BoardMeetingPayload', { description: 'The meeting after a mutation, or why nothing changed.' })
export class BoardMeetingPayload {
  @Field(() => BoardMeeting, { nullable: true, description: 'The meeting as it is now; null when refused.' })
  meeting?: BoardMeeting | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}

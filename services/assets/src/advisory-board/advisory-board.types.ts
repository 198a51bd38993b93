import {
  ConnectionArgs,
  connectionOf,
  CreateInput,
  OrderDirection,
  RecordObject,
  UpdateInput,
  UserError,
} from '@plimsoll/shared';
import { ArgsType, Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Person } from '../account/index.js';
import type { BoardMember } from './advisory-board.rules.js';

/** What a member is to a board. */
export enum BoardRole {
  CHAIR = 'CHAIR',
  MEMBER = 'MEMBER',
}
registerEnumType(BoardRole, {
  name: 'BoardRole',
  description: 'What a member is to a board.',
  valuesConfig: {
    CHAIR: { description: 'Leads it; decides when all have voted and it is a tie.' },
    MEMBER: { description: 'Votes.' },
  },
});

@ObjectType('AdvisoryBoardMember', { description: 'A seat on a board.' })
export class AdvisoryBoardMember {
  @Field(() => Person, { description: 'Whose seat it is.' })
  person!: Person;

  @Field(() => BoardRole, { description: 'What they are to the board.' })
  role!: keyof typeof BoardRole;
}

@Directive('@key(fields: "id")')
@ObjectType('AdvisoryBoard', {
  description:
    'A change advisory board (CAB): its members vote on changes. It is quorate once as many have voted as its quorum, abstentions included; then the majority of those for and against decides. Staff only.',
})
export class AdvisoryBoard extends RecordObject {
  @Field(() => String, { nullable: true, description: 'What it is called; unique.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'What it is for.' })
  description?: string | null;

  @Field(() => Int, { nullable: true, description: 'How many members have to vote, from 1.' })
  quorum?: number | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether it is asked; false: it was dissolved.' })
  active?: boolean | null;

  members?: BoardMember[] | null;
}

@InputType('AdvisoryBoardFilter', { description: 'Which boards; all conditions must hold.' })
export class AdvisoryBoardFilter {
  @Field(() => Boolean, { nullable: true, description: 'Active ones, or dissolved ones; null: both.' })
  active?: boolean | null;

  @Field(() => ID, { nullable: true, description: 'A person who has a seat, `per_…`.' })
  personId?: string | null;

  @Field(() => String, { nullable: true, description: 'Part of the name, in any case.' })
  search?: string | null;
}

/** By what boards are sorted. */
export enum AdvisoryBoardOrderField {
  NAME = 'NAME',
}
registerEnumType(AdvisoryBoardOrderField, {
  name: 'AdvisoryBoardOrderField',
  description: 'By what boards are sorted.',
  valuesConfig: { NAME: { description: 'By name.' } },
});

@InputType('AdvisoryBoardOrder', { description: 'How boards are sorted.' })
export class AdvisoryBoardOrder {
  @Field(() => AdvisoryBoardOrderField, { description: 'By what.' })
  field!: AdvisoryBoardOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: 'In which direction.' })
  direction!: OrderDirection;
}

@ArgsType()
export class AdvisoryBoardsArgs extends ConnectionArgs {
  @Field(() => AdvisoryBoardFilter, { nullable: true, description: 'Which boards; all by default.' })
  filter?: AdvisoryBoardFilter | null;

  @Field(() => AdvisoryBoardOrder, {
    nullable: true,
    description: 'How they are sorted; by name by default.',
  })
  orderBy?: AdvisoryBoardOrder | null;
}

export const { Connection: AdvisoryBoardConnection } = connectionOf(() => AdvisoryBoard, 'AdvisoryBoard');

@InputType('BoardMemberInput', { description: 'A seat on a board.' })
export class BoardMemberInput {
  @Field(() => ID, { description: 'Whose seat it is, `per_…`.' })
  personId!: string;

  @Field(() => BoardRole, { defaultValue: BoardRole.MEMBER, description: 'What they are to the board.' })
  role!: BoardRole;
}

@InputType('CreateAdvisoryBoardInput', { description: 'A new board.' })
export class CreateAdvisoryBoardInput extends CreateInput {
  @Field(() => String, { description: 'What it is called, 1–200 characters; unique.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'What it is for, at most 2,000 characters.' })
  description?: string | null;

  @Field(() => Int, { description: 'How many members have to vote, from 1 to the number of members.' })
  quorum!: number;

  @Field(() => [BoardMemberInput], { description: 'Its 1 to 50 members, each once, one chair at the most.' })
  members!: BoardMemberInput[];
}

@InputType('UpdateAdvisoryBoardInput', {
  description: 'Edits of a board; a field that is left out stays as it is. Votes that were cast stay.',
})
export class UpdateAdvisoryBoardInput extends UpdateInput {
  @Field(() => String, { nullable: true, description: 'New name, 1–200 characters.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'New description; null removes it.' })
  description?: string | null;

  @Field(() => Int, { nullable: true, description: 'New quorum, from 1 to the number of members.' })
  quorum?: number | null;

  @Field(() => [BoardMemberInput], { nullable: true, description: 'The members instead, 1 to 50.' })
  members?: BoardMemberInput[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'False dissolves it: the built-in policy no longer asks it. Rules that name it do, until they are edited.',
  })
  active?: boolean | null;
}

@ObjectType('AdvisoryBoardPayload', { description: 'The board after a mutation, or why nothing changed.' })
export class AdvisoryBoardPayload {
  @Field(() => AdvisoryBoard, { nullable: true, description: 'The board as it is now; null when refused.' })
  board?: AdvisoryBoard | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}

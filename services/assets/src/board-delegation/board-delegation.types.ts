import { CreateInput, DateTimeScalar, RecordObject, UpdateInput, UserError } from '@plimsoll/shared';
import { Field, ID, InputType, ObjectType } from 'type-graphql';

@ObjectType('BoardDelegation', {
  description: "A member's vote on a board, handed to somebody else for a while. Staff only.",
})
export class BoardDelegation extends RecordObject {
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it begins.' })
  validFrom?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it is over (exclusive).' })
  validTo?: Date | null;

  @Field(() => String, { nullable: true, description: 'Why.' })
  reason?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was taken back; null: it was not.' })
  revokedAt?: Date | null;

  boardId?: string | null;

  memberId?: string | null;

  delegateId?: string | null;
}

@InputType('DelegateVoteInput', { description: 'Hands a vote on a board to somebody else for a while.' })
export class DelegateVoteInput extends CreateInput {
  @Field(() => ID, { description: 'The board, `cab_…`.' })
  boardId!: string;

  @Field(() => ID, {
    nullable: true,
    description: 'Whose vote, `per_…`; your own by default. Only managers and admins hand over others’.',
  })
  memberId?: string | null;

  @Field(() => ID, { description: 'To whom, `per_…`; no member of the board.' })
  delegateId!: string;

  @Field(() => DateTimeScalar, { description: 'When it begins.' })
  validFrom!: Date;

  @Field(() => DateTimeScalar, {
    description: 'When it is over (exclusive); later than `validFrom`, and not over yet.',
  })
  validTo!: Date;

  @Field(() => String, { nullable: true, description: 'Why, at most 2,000 characters.' })
  reason?: string | null;
}

@InputType('RevokeDelegationInput', { description: 'Takes a vote back.' })
export class RevokeDelegationInput extends UpdateInput {}

@ObjectType('BoardDelegationPayload', {
  description: 'The delegation after a mutation, or why nothing changed.',
})
export class BoardDelegationPayload {
  @Field(() => BoardDelegation, {
    nullable: true,
    description: 'The delegation as it is now; null when refused.',
  })
  delegation?: BoardDelegation | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}

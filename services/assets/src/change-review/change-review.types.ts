import { ArgsType, Directive, Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import {
  ConnectionArgs,
  connectionOf,
  DateScalar,
  DateTimeScalar,
  RecordObject,
  UserError,
} from '@plimsoll/shared';

/** How far a review is. */
export enum ChangeReviewStatus {
  DRAFT = 'DRAFT',
  COMPLETED = 'COMPLETED',
}
registerEnumType(ChangeReviewStatus, {
  name: 'ChangeReviewStatus',
  description: 'How far the review of a change is.',
  valuesConfig: {
    DRAFT: { description: 'Being written.' },
    COMPLETED: { description: 'Settled: what it says stays; its actions go on.' },
  },
});

/** Why a change owes a review. */
export enum ChangeReviewReason {
  EMERGENCY = 'EMERGENCY',
  FAILED = 'FAILED',
  ROLLED_BACK = 'ROLLED_BACK',
  SUCCEEDED_WITH_ISSUES = 'SUCCEEDED_WITH_ISSUES',
}
registerEnumType(ChangeReviewReason, {
  name: 'ChangeReviewReason',
  description: 'Why a change owes a review.',
  valuesConfig: {
    EMERGENCY: { description: 'Nobody had the time to look at it before; due 3 days after its end.' },
    FAILED: { description: 'It failed; due 7 days after its end.' },
    ROLLED_BACK: { description: 'It was undone; due 7 days after its end.' },
    SUCCEEDED_WITH_ISSUES: { description: 'There was trouble; due 7 days after its end.' },
  },
});

/** How far an action is. */
export enum ReviewActionStatus {
  OPEN = 'OPEN',
  DONE = 'DONE',
  DROPPED = 'DROPPED',
}
registerEnumType(ReviewActionStatus, {
  name: 'ReviewActionStatus',
  description: 'How far an action is.',
  valuesConfig: {
    OPEN: { description: 'To be done.' },
    DONE: { description: 'Done.' },
    DROPPED: { description: 'Given up; its result says why.' },
  },
});

@Directive('@key(fields: "id")')
@ObjectType('ChangeReview', {
  description:
    'What was learned from a change that is over: its post-implementation review, that of an emergency above all. Staff only.',
})
export class ChangeReview extends RecordObject {
  @Field(() => ChangeReviewStatus, { nullable: true, description: 'How far it is.' })
  status?: keyof typeof ChangeReviewStatus | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether the change did what it was for.' })
  objectivesMet?: boolean | null;

  @Field(() => String, { nullable: true, description: 'What happened.' })
  summary?: string | null;

  @Field(() => String, { nullable: true, description: 'What went well.' })
  wentWell?: string | null;

  @Field(() => String, { nullable: true, description: 'What went wrong, and why.' })
  wentWrong?: string | null;

  @Field(() => String, { nullable: true, description: 'What is done differently next time.' })
  lessons?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was completed.' })
  completedAt?: Date | null;
}

@ObjectType('OwedChangeReview', {
  description: 'A review that a change owes; it is owed until a review of the change is completed.',
})
export class OwedChangeReview {
  @Field(() => ChangeReviewReason, { description: 'Why.' })
  reason!: keyof typeof ChangeReviewReason;

  @Field(() => DateTimeScalar, { description: 'By when it is to be completed.' })
  dueAt!: Date;

  changeId!: string;
}

@ObjectType('ReviewAction', { description: 'Something to be done after a review. Staff only.' })
export class ReviewAction extends RecordObject {
  @Field(() => String, { nullable: true, description: 'What is to be done.' })
  text?: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'By the end of which day (UTC).' })
  dueOn?: string | null;

  @Field(() => ReviewActionStatus, { nullable: true, description: 'How far it is.' })
  status?: keyof typeof ReviewActionStatus | null;

  @Field(() => String, { nullable: true, description: 'What came of it; null while it is open.' })
  result?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was closed.' })
  closedAt?: Date | null;
}

@InputType('ChangeReviewFilter', { description: 'Which reviews; all conditions must hold.' })
class ChangeReviewFilter {
  @Field(() => ChangeReviewStatus, { nullable: true, description: 'How far they are.' })
  status?: keyof typeof ChangeReviewStatus | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether the change did what it was for.' })
  objectivesMet?: boolean | null;

  @Field(() => String, { nullable: true, description: 'Part of what they say, in any case.' })
  search?: string | null;
}

@ArgsType()
export class ChangeReviewsArgs extends ConnectionArgs {
  @Field(() => ChangeReviewFilter, { nullable: true, description: 'Which reviews; all by default.' })
  filter?: ChangeReviewFilter | null;
}

@InputType('ReviewActionFilter', { description: 'Which actions; all conditions must hold.' })
export class ReviewActionFilter {
  @Field(() => ReviewActionStatus, { nullable: true, description: 'How far they are.' })
  status?: keyof typeof ReviewActionStatus | null;

  @Field(() => ID, { nullable: true, description: 'The person who is to do them.' })
  ownerId?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'True: open, and due before today (UTC). False: all others. Null: either.',
  })
  overdue?: boolean | null;
}

@ArgsType()
export class ReviewActionsArgs extends ConnectionArgs {
  @Field(() => ReviewActionFilter, { nullable: true, description: 'Which actions; all by default.' })
  filter?: ReviewActionFilter | null;
}

export const { Connection: ChangeReviewConnection } = connectionOf(() => ChangeReview, 'ChangeReview');
export const { Connection: OwedChangeReviewConnection } = connectionOf(
  () => OwedChangeReview,
  'OwedChangeReview',
);
export const { Connection: ReviewActionConnection } = connectionOf(() => ReviewAction, 'ReviewAction');

@ObjectType('ChangeReviewPayload', { description: 'The review after a mutation, or why nothing changed.' })
export class ChangeReviewPayload {
  @Field(() => ChangeReview, { nullable: true, description: 'The review as it is now; null when refused.' })
  review?: ChangeReview | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}

@ObjectType('ReviewActionPayload', { description: 'The action after a mutation, or why nothing changed.' })
export class ReviewActionPayload {
  @Field(() => ReviewAction, { nullable: true, description: 'The action as it is now; null when refused.' })
  action?: ReviewAction | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}

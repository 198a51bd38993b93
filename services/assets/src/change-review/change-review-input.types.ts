import { Field, ID, InputType, registerEnumType } from 'type-graphql';
import { CreateInput, DateScalar, UpdateInput } from '@plimsoll/shared';

/** How an action is closed. */
export enum ReviewActionClosing {
  DONE = 'DONE',
  DROPPED = 'DROPPED',
}
registerEnumType(ReviewActionClosing, {
  name: 'ReviewActionClosing',
  description: 'How an action is closed.',
  valuesConfig: {
    DONE: { description: 'It is done.' },
    DROPPED: { description: 'It is given up.' },
  },
});

@InputType('DraftChangeReviewInput', { description: 'A new review of a change that is over.' })
export class DraftChangeReviewInput extends CreateInput {
  @Field(() => ID, { description: 'The change, which is completed and has no review yet.' })
  changeId!: string;

  @Field(() => Boolean, { nullable: true, description: 'Whether the change did what it was for.' })
  objectivesMet?: boolean | null;

  @Field(() => String, { nullable: true, description: 'What happened, at most 20,000 characters.' })
  summary?: string | null;

  @Field(() => String, { nullable: true, description: 'What went well, at most 20,000 characters.' })
  wentWell?: string | null;

  @Field(() => String, { nullable: true, description: 'What went wrong and why, at most 20,000 characters.' })
  wentWrong?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'What is done differently next time, at most 20,000 characters.',
  })
  lessons?: string | null;

  @Field(() => [ID], { defaultValue: [], description: 'The persons who took part, at most 100.' })
  participantIds!: string[];
}

@InputType('UpdateChangeReviewInput', {
  description: 'Edits of a review that is not completed; what is left out stays, null removes.',
})
export class UpdateChangeReviewInput extends UpdateInput {
  @Field(() => Boolean, { nullable: true, description: 'Whether the change did what it was for.' })
  objectivesMet?: boolean | null;

  @Field(() => String, { nullable: true, description: 'What happened.' })
  summary?: string | null;

  @Field(() => String, { nullable: true, description: 'What went well.' })
  wentWell?: string | null;

  @Field(() => String, { nullable: true, description: 'What went wrong and why.' })
  wentWrong?: string | null;

  @Field(() => String, { nullable: true, description: 'What is done differently next time.' })
  lessons?: string | null;

  @Field(() => [ID], { nullable: true, description: 'All persons who took part, at most 100.' })
  participantIds?: string[] | null;
}

@InputType('CompleteChangeReviewInput', {
  description:
    'Completes a review. With what is given here and was written before, it says whether the change did what it was for and what happened.',
})
export class CompleteChangeReviewInput extends UpdateInput {
  @Field(() => Boolean, { nullable: true, description: 'Whether the change did what it was for.' })
  objectivesMet?: boolean | null;

  @Field(() => String, { nullable: true, description: 'What happened.' })
  summary?: string | null;

  @Field(() => String, { nullable: true, description: 'What went well.' })
  wentWell?: string | null;

  @Field(() => String, { nullable: true, description: 'What went wrong and why.' })
  wentWrong?: string | null;

  @Field(() => String, { nullable: true, description: 'What is done differently next time.' })
  lessons?: string | null;
}

@InputType('AddReviewActionInput', { description: 'Something to be done after a review.' })
export class AddReviewActionInput extends CreateInput {
  @Field(() => ID, { description: 'The review.' })
  reviewId!: string;

  @Field(() => String, { description: 'What is to be done, 1–2,000 characters.' })
  text!: string;

  @Field(() => ID, { nullable: true, description: 'The person who is to do it.' })
  ownerId?: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'By the end of which day (UTC).' })
  dueOn?: string | null;
}

@InputType('UpdateReviewActionInput', {
  description: 'Edits of an open action; what is left out stays.',
})
export class UpdateReviewActionInput extends UpdateInput {
  @Field(() => String, { nullable: true, description: 'What is to be done, 1–2,000 characters.' })
  text?: string | null;

  @Field(() => ID, { nullable: true, description: 'The person who is to do it; null: nobody yet.' })
  ownerId?: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'By the end of which day (UTC); null: none.' })
  dueOn?: string | null;
}

@InputType('CloseReviewActionInput', { description: 'Closes an action.' })
export class CloseReviewActionInput extends UpdateInput {
  @Field(() => ReviewActionClosing, {
    defaultValue: ReviewActionClosing.DONE,
    description: 'How it is closed.',
  })
  status!: keyof typeof ReviewActionClosing;

  @Field(() => String, { description: 'What came of it, or why it is given up, 1–2,000 characters.' })
  result!: string;
}

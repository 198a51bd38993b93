import { Field, ID, InputType } from 'type-graphql';
import { DateTimeScalar, UpdateInput } from '@plimsoll/shared';
import { ApprovalDecision } from '../change-approval/index.js';
import { ChangeOutcome } from '../change/index.js';

@InputType('ChangeStepInput', { description: 'A step in the life of a change.' })
export class ChangeStepInput extends UpdateInput {}

@InputType('ReviewChangeInput', { description: 'A decision about a change in review.' })
export class ReviewChangeInput extends UpdateInput {
  @Field(() => String, { nullable: true, description: 'What is said about it, at most 2,000 characters.' })
  comment?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Whose vote on a board it is, `per_…`, where several have delegated theirs to you.',
  })
  forMemberId?: string | null;
}

@InputType('ApproveChangeInput', { description: 'An approval of a change.' })
export class ApproveChangeInput extends ReviewChangeInput {
  @Field(() => String, {
    nullable: true,
    description:
      'Why what blocks it is overridden, 1–2,000 characters; asked for where it clashes. Roles: admin, manager.',
  })
  overrideConflicts?: string | null;
}

@InputType('VoteOnChangeInput', { description: 'The vote of a seat of a board on a change.' })
export class VoteOnChangeInput extends ReviewChangeInput {
  @Field(() => ApprovalDecision, { description: 'For, against, or neither.' })
  decision!: ApprovalDecision;
}

@InputType('StartChangeInput', { description: 'The beginning of a change.' })
export class StartChangeInput extends UpdateInput {
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it began; now by default, not in the future.',
  })
  at?: Date | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Why what blocks it is overridden, 1–2,000 characters; asked for where it clashes. Roles: admin, manager.',
  })
  overrideConflicts?: string | null;
}

@InputType('CompleteChangeInput', { description: 'The end of a change.' })
export class CompleteChangeInput extends UpdateInput {
  @Field(() => ChangeOutcome, { description: 'What came of it.' })
  outcome!: ChangeOutcome;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it was over; now by default, not in the future and not before its start.',
  })
  at?: Date | null;
}

@InputType('OverrideChangeConflictsInput', {
  description: 'Says why a change is carried out although something blocks it.',
})
export class OverrideChangeConflictsInput extends UpdateInput {
  @Field(() => String, {
    nullable: true,
    description: 'Why, 1–2,000 characters; null takes it back: what blocks it holds it up again.',
  })
  reason?: string | null;
}

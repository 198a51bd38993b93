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
import { ArgsType, Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';

/** How far a rollout is. */
export enum RolloutStatus {
  IN_PROGRESS = 'IN_PROGRESS',
  SUCCEEDED = 'SUCCEEDED',
  FAILED = 'FAILED',
  ROLLING_BACK = 'ROLLING_BACK',
  ROLLED_BACK = 'ROLLED_BACK',
  ROLLBACK_FAILED = 'ROLLBACK_FAILED',
}
registerEnumType(RolloutStatus, {
  name: 'RolloutStatus',
  description: 'How far a rollout is.',
  valuesConfig: {
    IN_PROGRESS: { description: 'Under way.' },
    SUCCEEDED: { description: 'Done; what was rolled out runs.' },
    FAILED: { description: 'It could not be done.' },
    ROLLING_BACK: { description: 'Being taken back.' },
    ROLLED_BACK: { description: 'Taken back: what ran before runs again.' },
    ROLLBACK_FAILED: { description: 'It could not be taken back.' },
  },
});

/** What came of a rollout or of a rollback. */
export enum RolloutOutcome {
  SUCCEEDED = 'SUCCEEDED',
  FAILED = 'FAILED',
}
registerEnumType(RolloutOutcome, {
  name: 'RolloutOutcome',
  description: 'What came of a rollout or of a rollback.',
  valuesConfig: {
    SUCCEEDED: { description: 'It was done.' },
    FAILED: { description: 'It could not be done.' },
  },
});

@ObjectType('BypassedGate', { description: 'A gate that was shut when a rollout began all the same.' })
class BypassedGate {
  @Field(() => String, { description: 'Its name.' })
  gate!: string;

  @Field(() => String, { description: 'Why it was shut.' })
  explanation!: string;
}

@Directive('@key(fields: "id")')
@ObjectType('Rollout', {
  description: 'A release brought to one stage, and taken back there where need be. Staff only.',
})
export class Rollout extends RecordObject {
  @Field(() => Int, { nullable: true, description: 'The position of the stage in its release, from 1.' })
  stage?: number | null;

  @Field(() => String, { nullable: true, description: 'The region; null: the environment as a whole.' })
  region?: string | null;

  @Field(() => RolloutStatus, { nullable: true, description: 'How far it is.' })
  status?: keyof typeof RolloutStatus | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it began.' })
  startedAt?: Date | null;

  @Field(() => RolloutOutcome, {
    nullable: true,
    description: 'What came of it; null while it is under way.',
  })
  outcome?: keyof typeof RolloutOutcome | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was over.' })
  endedAt?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When taking it back began.' })
  rollbackStartedAt?: Date | null;

  @Field(() => RolloutOutcome, { nullable: true, description: 'What came of taking it back.' })
  rollbackOutcome?: keyof typeof RolloutOutcome | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When taking it back was over.' })
  rollbackEndedAt?: Date | null;

  @Field(() => String, { nullable: true, description: 'Why it was taken back.' })
  rollbackReason?: string | null;

  @Field(() => [BypassedGate], {
    nullable: true,
    description: 'Gates that were shut when it began: by whoever overrode them, or in the deployer.',
  })
  bypassedGates?: BypassedGate[] | null;

  @Field(() => String, { nullable: true, description: 'Why gates were overridden.' })
  overrideReason?: string | null;

  @Field(() => String, { nullable: true, description: 'Where the deployer shows it.' })
  url?: string | null;
}

@InputType('RolloutFilter', { description: 'Which rollouts; all conditions must hold.' })
export class RolloutFilter {
  @Field(() => RolloutStatus, { nullable: true, description: 'How far they are.' })
  status?: RolloutStatus | null;

  @Field(() => ID, { nullable: true, description: 'In this environment.' })
  environmentId?: string | null;

  @Field(() => String, { nullable: true, description: 'In this region, exact.' })
  region?: string | null;

  @Field(() => ID, { nullable: true, description: 'Of this asset.' })
  assetId?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Begun at this instant or later.' })
  from?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Begun before this instant.' })
  to?: Date | null;
}

/** By what rollouts are sorted. */
export enum RolloutOrderField {
  STARTED = 'STARTED',
}
registerEnumType(RolloutOrderField, {
  name: 'RolloutOrderField',
  description: 'By what rollouts are sorted.',
  valuesConfig: { STARTED: { description: 'By when they began.' } },
});

@InputType('RolloutOrder', { description: 'How rollouts are sorted.' })
class RolloutOrder {
  @Field(() => RolloutOrderField, { description: 'By what.' })
  field!: RolloutOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: 'In which direction.' })
  direction!: OrderDirection;
}

@ArgsType()
export class RolloutsArgs extends ConnectionArgs {
  @Field(() => RolloutFilter, { nullable: true, description: 'Which rollouts; all by default.' })
  filter?: RolloutFilter | null;

  @Field(() => RolloutOrder, { nullable: true, description: 'How they are sorted; newest first by default.' })
  orderBy?: RolloutOrder | null;
}

export const { Connection: RolloutConnection } = connectionOf(() => Rollout, 'Rollout');

@ObjectType('RolloutPayload', { description: 'The rollout after a mutation, or why nothing changed.' })
export class RolloutPayload {
  @Field(() => Rollout, { nullable: true, description: 'The rollout as it is now; null when refused.' })
  rollout?: Rollout | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}

@InputType('StartRolloutInput', { description: 'The beginning of a rollout to one stage.' })
export class StartRolloutInput extends CreateInput {
  @Field(() => ID, { description: 'The release.' })
  releaseId!: string;

  @Field(() => Int, { description: 'The position of the stage, from 1.' })
  stage!: number;

  @Field(() => ID, {
    nullable: true,
    description: 'The change by which it is done: approved, scheduled or in progress.',
  })
  changeId?: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it began; now by default, not in the future.',
  })
  at?: Date | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Why it begins although a gate is shut, 1–2,000 characters; only of an admin or a manager. Not needed where all are open.',
  })
  overrideReason?: string | null;

  @Field(() => String, { nullable: true, description: 'Where the deployer shows it: an http(s) address.' })
  url?: string | null;
}

@InputType('CompleteRolloutInput', { description: 'The end of a rollout.' })
export class CompleteRolloutInput extends UpdateInput {
  @Field(() => RolloutOutcome, { description: 'What came of it.' })
  outcome!: RolloutOutcome;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it was over; now by default, not in the future and not before it began.',
  })
  at?: Date | null;
}

@InputType('StartRollbackInput', { description: 'The beginning of taking a rollout back.' })
export class StartRollbackInput extends UpdateInput {
  @Field(() => String, { description: 'Why, 1–2,000 characters.' })
  reason!: string;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it began; now by default, not in the future and not before the rollout was over.',
  })
  at?: Date | null;
}

@InputType('CompleteRollbackInput', { description: 'The end of taking a rollout back.' })
export class CompleteRollbackInput extends UpdateInput {
  @Field(() => RolloutOutcome, { description: 'What came of it.' })
  outcome!: RolloutOutcome;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it was over; now by default, not in the future and not before it began.',
  })
  at?: Date | null;
}

import { CreateInput, DurationScalar, UpdateInput, UserError } from '@plimsoll/shared';
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { GateDecisionWord, GateKind, GateRole, Release } from './release.types.js';

@ObjectType('ReleasePayload', { description: 'The release after a mutation, or why nothing changed.' })
export class ReleasePayload {
  @Field(() => Release, { nullable: true, description: 'The release as it is now; null when refused.' })
  release?: Release | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}

@InputType('ReleaseGateInput', { description: 'What has to hold before a stage begins.' })
class ReleaseGateInput {
  @Field(() => String, { description: 'Name, 1–200 characters, unique within its stage.' })
  name!: string;

  @Field(() => GateKind, { description: 'What opens it.' })
  kind!: GateKind;

  @Field(() => DurationScalar, {
    nullable: true,
    description: 'How long the stage before has to have run, at most a year; only of kind PREVIOUS_STAGE.',
  })
  soak?: string | null;

  @Field(() => GateRole, {
    nullable: true,
    description: 'Who opens it; only of kind APPROVAL, a manager by default.',
  })
  role?: GateRole | null;
}

@InputType('ReleaseStageInput', {
  description: 'One environment, or a region of it, in the order of rollout.',
})
export class ReleaseStageInput {
  @Field(() => ID, { description: 'The environment.' })
  environmentId!: string;

  @Field(() => String, { nullable: true, description: 'One of its regions; null: all of it.' })
  region?: string | null;

  @Field(() => [ReleaseGateInput], {
    defaultValue: [],
    description: 'What has to hold before it begins, at most 20; empty: nothing.',
  })
  gates!: ReleaseGateInput[];
}

@InputType('CreateReleaseInput', { description: 'A new release.' })
export class CreateReleaseInput extends CreateInput {
  @Field(() => String, { description: 'Name, 1–200 characters.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'The version that is released, 1–200 characters.' })
  tag?: string | null;

  @Field(() => String, { nullable: true, description: 'The commit it is built from, 1–200 characters.' })
  commitId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The product it belongs to.' })
  productId?: string | null;

  @Field(() => [ID], { defaultValue: [], description: 'The assets it is a version of, at most 1,000.' })
  assetIds!: string[];

  @Field(() => [ReleaseStageInput], {
    defaultValue: [],
    description: 'Where it is rolled out, in order; at most 100.',
  })
  stages!: ReleaseStageInput[];

  @Field(() => String, { nullable: true, description: 'What is new, at most 20,000 characters.' })
  notes?: string | null;

  @Field(() => String, { nullable: true, description: 'Where more is said about it: an http(s) address.' })
  url?: string | null;
}

@InputType('UpdateReleaseInput', {
  description:
    'Changes to a release that is not cancelled; a field that is left out stays as it is. A stage that has begun keeps its place, environment and region.',
})
export class UpdateReleaseInput extends UpdateInput {
  @Field(() => String, { nullable: true, description: 'New name, 1–200 characters.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'New tag; null removes it.' })
  tag?: string | null;

  @Field(() => String, { nullable: true, description: 'New commit; null removes it.' })
  commitId?: string | null;

  @Field(() => ID, { nullable: true, description: 'New product; null removes it.' })
  productId?: string | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'New assets, in place of the present ones; only before a stage has begun.',
  })
  assetIds?: string[] | null;

  @Field(() => [ReleaseStageInput], {
    nullable: true,
    description:
      'New stages, in place of the present ones. Decisions at gates that stay in their place are kept.',
  })
  stages?: ReleaseStageInput[] | null;

  @Field(() => String, { nullable: true, description: 'New notes; null removes them.' })
  notes?: string | null;

  @Field(() => String, { nullable: true, description: 'New address; null removes it.' })
  url?: string | null;
}

@InputType('CancelReleaseInput', { description: 'A release that is given up.' })
export class CancelReleaseInput extends UpdateInput {
  @Field(() => String, { description: 'Why, 1–2,000 characters.' })
  reason!: string;
}

@InputType('DecideReleaseGateInput', { description: 'A decision at a gate of kind APPROVAL.' })
export class DecideReleaseGateInput extends UpdateInput {
  @Field(() => Int, { description: 'The position of the stage, from 1.' })
  stage!: number;

  @Field(() => String, { description: 'The name of the gate.' })
  gate!: string;

  @Field(() => GateDecisionWord, { description: 'What is decided.' })
  decision!: GateDecisionWord;

  @Field(() => String, { nullable: true, description: 'What is said about it, at most 2,000 characters.' })
  comment?: string | null;
}

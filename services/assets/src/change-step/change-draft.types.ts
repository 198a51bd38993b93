import { Field, ID, InputType } from 'type-graphql';
import { CreateInput, DateTimeScalar, ImpactState, UpdateInput } from '@plimsoll/shared';
import { ChangeKind, ChangeWindowInput } from '../change/index.js';

@InputType('DraftChangeInput', { description: 'A new change, as a draft.' })
export class DraftChangeInput extends CreateInput {
  @Field(() => String, { description: 'What is done, in short; 1–200 characters.' })
  title!: string;

  @Field(() => String, { nullable: true, description: 'What is done and why, at most 20,000 characters.' })
  description?: string | null;

  @Field(() => ChangeKind, { defaultValue: ChangeKind.NORMAL, description: 'How it is handled.' })
  kind!: ChangeKind;

  @Field(() => [ID], { description: 'The assets it changes, 1 to 1,000.' })
  assetIds!: string[];

  @Field(() => ChangeWindowInput, { description: 'When it is to be carried out.' })
  window!: ChangeWindowInput;

  @Field(() => ImpactState, {
    defaultValue: ImpactState.DOWN,
    description:
      'The state its assets are expected to be in meanwhile; the worst is assumed when nothing is said.',
  })
  expectedState!: ImpactState;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the customers were told of it.' })
  noticeGivenAt?: Date | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The procedure it follows, `sop_…`, published: its steps become the plan.',
  })
  procedureId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The release it is part of; not one that is cancelled.',
  })
  releaseId?: string | null;

  @Field(() => String, { nullable: true, description: 'How it is undone, at most 20,000 characters.' })
  rollbackPlan?: string | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'Who carries it out, `per_…`, at most 50; they do not approve it.',
  })
  implementerIds?: string[] | null;

  @Field(() => String, {
    nullable: true,
    description: 'The team it is done by, 1–200 characters; how its changes went counts in the risk.',
  })
  teamName?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Why it cannot wait, where it is an emergency; at most 2,000 characters.',
  })
  emergencyReason?: string | null;
}

@InputType('UpdateChangeInput', {
  description:
    'Edits of a change; a field that is left out stays as it is. Editing what was agreed on (kind, assets, window, expected state, rollback plan, procedure) makes it a draft again, whose approvals are void; once it is in progress that is settled.',
})
export class UpdateChangeInput extends UpdateInput {
  @Field(() => String, { nullable: true, description: 'New title, 1–200 characters.' })
  title?: string | null;

  @Field(() => String, { nullable: true, description: 'New description; null removes it.' })
  description?: string | null;

  @Field(() => ChangeKind, { nullable: true, description: 'New kind.' })
  kind?: ChangeKind | null;

  @Field(() => [ID], { nullable: true, description: 'The assets it changes instead, 1 to 1,000.' })
  assetIds?: string[] | null;

  @Field(() => ChangeWindowInput, { nullable: true, description: 'New window.' })
  window?: ChangeWindowInput | null;

  @Field(() => ImpactState, { nullable: true, description: 'New expected state.' })
  expectedState?: ImpactState | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When the customers were told; null: not yet.',
  })
  noticeGivenAt?: Date | null;

  @Field(() => ID, { nullable: true, description: 'The release it is part of; null: of none.' })
  releaseId?: string | null;

  @Field(() => String, { nullable: true, description: 'New plan to undo it; null removes it.' })
  rollbackPlan?: string | null;

  @Field(() => [ID], { nullable: true, description: 'Who carries it out instead, `per_…`, at most 50.' })
  implementerIds?: string[] | null;

  @Field(() => String, { nullable: true, description: 'New team; null: none.' })
  teamName?: string | null;

  @Field(() => String, { nullable: true, description: 'New reason why it cannot wait; null removes it.' })
  emergencyReason?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The procedure it follows instead; null: none. Refused once a step of the plan is ticked.',
  })
  procedureId?: string | null;
}

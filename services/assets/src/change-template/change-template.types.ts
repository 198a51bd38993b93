import { ArgsType, Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import {
  ConnectionArgs,
  connectionOf,
  CreateInput,
  DateTimeScalar,
  DurationScalar,
  ImpactState,
  OrderDirection,
  RecordObject,
  UpdateInput,
  UserError,
} from '@plimsoll/shared';
import { ChangeWindowInput } from '../change/index.js';

/** How far a template is. */
export enum ChangeTemplateStatus {
  DRAFT = 'DRAFT',
  APPROVED = 'APPROVED',
  RETIRED = 'RETIRED',
}
registerEnumType(ChangeTemplateStatus, {
  name: 'ChangeTemplateStatus',
  description: 'How far a template is.',
  valuesConfig: {
    DRAFT: { description: 'Waits for approval, new or edited: no change is made from it.' },
    APPROVED: { description: 'Changes made from it are approved at once.' },
    RETIRED: { description: 'No further change is made from it.' },
  },
});

@Directive('@key(fields: "id")')
@ObjectType('ChangeTemplate', {
  description:
    'A kind of standard change that has been approved once for all: a change within its limits needs no further approval. Staff only.',
})
export class ChangeTemplate extends RecordObject {
  @Field(() => String, { nullable: true, description: 'What it is called; unique among those in use.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'What such a change does.' })
  description?: string | null;

  @Field(() => ChangeTemplateStatus, { nullable: true, description: 'How far it is.' })
  status?: keyof typeof ChangeTemplateStatus | null;

  @Field(() => String, { nullable: true, description: 'How such a change is undone.' })
  rollbackPlan?: string | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Limit: the kinds of assets it may change, by name; empty: any.',
  })
  assetKinds?: string[] | null;

  @Field(() => Int, { nullable: true, description: 'Limit: the most assets of one change, 1–1,000.' })
  mostAssets?: number | null;

  @Field(() => DurationScalar, { nullable: true, description: 'Limit: the longest window, included.' })
  longestWindow?: string | null;

  @Field(() => ImpactState, {
    nullable: true,
    description: 'Limit: the worst state that assets are in meanwhile; what a change has that says none.',
  })
  worstState?: keyof typeof ImpactState | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was approved as it is.' })
  approvedAt?: Date | null;
}

@InputType('ChangeTemplateFilter', { description: 'Which templates; all conditions must hold.' })
export class ChangeTemplateFilter {
  @Field(() => String, { nullable: true, description: 'Part of the name, in any case.' })
  search?: string | null;

  @Field(() => ChangeTemplateStatus, { nullable: true, description: 'How far they are.' })
  status?: keyof typeof ChangeTemplateStatus | null;

  @Field(() => String, { nullable: true, description: 'Name of a kind of assets that they may change.' })
  assetKind?: string | null;
}

/** By what templates are sorted. */
export enum ChangeTemplateOrderField {
  NAME = 'NAME',
}
registerEnumType(ChangeTemplateOrderField, {
  name: 'ChangeTemplateOrderField',
  description: 'By what templates are sorted.',
  valuesConfig: { NAME: { description: 'By name.' } },
});

@InputType('ChangeTemplateOrder', { description: 'How templates are sorted.' })
export class ChangeTemplateOrder {
  @Field(() => ChangeTemplateOrderField, { description: 'By what.' })
  field!: ChangeTemplateOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: 'In which direction.' })
  direction!: OrderDirection;
}

@ArgsType()
export class ChangeTemplatesArgs extends ConnectionArgs {
  @Field(() => ChangeTemplateFilter, { nullable: true, description: 'Which templates; all by default.' })
  filter?: ChangeTemplateFilter | null;

  @Field(() => ChangeTemplateOrder, {
    nullable: true,
    description: 'How they are sorted; by name by default.',
  })
  orderBy?: ChangeTemplateOrder | null;
}

export const { Connection: ChangeTemplateConnection } = connectionOf(() => ChangeTemplate, 'ChangeTemplate');

@ObjectType('ChangeTemplatePayload', {
  description: 'The template after a mutation, or why nothing changed.',
})
export class ChangeTemplatePayload {
  @Field(() => ChangeTemplate, {
    nullable: true,
    description: 'The template as it is now; null when refused.',
  })
  template?: ChangeTemplate | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}

@InputType('CreateChangeTemplateInput', { description: 'A new template, to be approved by somebody else.' })
export class CreateChangeTemplateInput extends CreateInput {
  @Field(() => String, { description: 'What it is called, 1–200 characters, unique among those in use.' })
  name!: string;

  @Field(() => String, {
    nullable: true,
    description: 'What such a change does, at most 10,000 characters.',
  })
  description?: string | null;

  @Field(() => ID, { nullable: true, description: 'The published procedure that such a change follows.' })
  procedureId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'How such a change is undone, at most 10,000 characters.',
  })
  rollbackPlan?: string | null;

  @Field(() => [String], {
    defaultValue: [],
    description: 'Limit: names of the kinds of assets it may change, at most 100; empty: any.',
  })
  assetKinds!: string[];

  @Field(() => Int, { description: 'Limit: the most assets of one change, 1–1,000.' })
  mostAssets!: number;

  @Field(() => DurationScalar, {
    description: 'Limit: the longest window, PT1M–P30D, without months or years.',
  })
  longestWindow!: string;

  @Field(() => ImpactState, { description: 'Limit: the worst state that assets are in meanwhile.' })
  worstState!: keyof typeof ImpactState;
}

@InputType('UpdateChangeTemplateInput', {
  description:
    'Edits of a template; what is left out stays. An edited template waits for approval again; changes made from it before stay approved.',
})
export class UpdateChangeTemplateInput extends UpdateInput {
  @Field(() => String, { nullable: true, description: 'New name, 1–200 characters.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'What such a change does; null removes it.' })
  description?: string | null;

  @Field(() => ID, { nullable: true, description: 'The published procedure; null: none.' })
  procedureId?: string | null;

  @Field(() => String, { nullable: true, description: 'How such a change is undone; null removes it.' })
  rollbackPlan?: string | null;

  @Field(() => [String], { nullable: true, description: 'Names of all kinds it may change; empty: any.' })
  assetKinds?: string[] | null;

  @Field(() => Int, { nullable: true, description: 'The most assets of one change, 1–1,000.' })
  mostAssets?: number | null;

  @Field(() => DurationScalar, { nullable: true, description: 'The longest window, PT1M–P30D.' })
  longestWindow?: string | null;

  @Field(() => ImpactState, { nullable: true, description: 'The worst state that assets are in meanwhile.' })
  worstState?: keyof typeof ImpactState | null;
}

@InputType('ApproveChangeTemplateInput', { description: 'Approves a template as it is.' })
export class ApproveChangeTemplateInput extends UpdateInput {
  @Field(() => String, { nullable: true, description: 'What there is to say about it, 1–2,000 characters.' })
  comment?: string | null;
}

@InputType('RetireChangeTemplateInput', { description: 'Takes a template out of use.' })
export class RetireChangeTemplateInput extends UpdateInput {
  @Field(() => String, { description: 'Why, 1–2,000 characters.' })
  reason!: string;
}

@InputType('DraftStandardChangeInput', {
  description: 'A change made from a template. Within its limits it is approved at once.',
})
export class DraftStandardChangeInput extends CreateInput {
  @Field(() => ID, { description: 'The template, which is approved.' })
  templateId!: string;

  @Field(() => String, {
    nullable: true,
    description: 'What is done, in short, 1–200 characters; the name of the template by default.',
  })
  title?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'What is done and why, at most 10,000 characters; what the template says by default.',
  })
  description?: string | null;

  @Field(() => [ID], { description: 'The assets that are changed, 1–1,000.' })
  assetIds!: string[];

  @Field(() => ChangeWindowInput, { description: 'When it is carried out.' })
  window!: ChangeWindowInput;

  @Field(() => ImpactState, {
    nullable: true,
    description: 'The state its assets are in meanwhile; the worst state of the template by default.',
  })
  expectedState?: keyof typeof ImpactState | null;

  @Field(() => [ID], { defaultValue: [], description: 'Who carries it out, at most 50 persons.' })
  implementerIds!: string[];

  @Field(() => String, { nullable: true, description: 'The team it is done by, 1–200 characters.' })
  teamName?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the customers were told of it.' })
  noticeGivenAt?: Date | null;
}

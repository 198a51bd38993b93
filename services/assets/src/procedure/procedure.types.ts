import { ArgsType, Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
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

/** How far a procedure is. */
export enum ProcedureStatus {
  DRAFT = 'DRAFT',
  PUBLISHED = 'PUBLISHED',
  RETIRED = 'RETIRED',
}
registerEnumType(ProcedureStatus, {
  name: 'ProcedureStatus',
  description: 'How far a procedure is.',
  valuesConfig: {
    DRAFT: { description: 'Being written: no change follows it yet.' },
    PUBLISHED: { description: 'Changes follow its latest published version.' },
    RETIRED: { description: 'No further change follows it; plans that do go on.' },
  },
});

@ObjectType('ProcedureStep', { description: 'One step of a procedure.' })
export class ProcedureStepObject {
  @Field(() => Int, { description: 'Its place, from 1.' })
  position!: number;

  @Field(() => String, { description: 'What is to be done.' })
  text!: string;

  @Field(() => String, { nullable: true, description: 'How it is done, at length.' })
  details?: string | null;

  @Field(() => String, { nullable: true, description: 'What it looks like when it worked.' })
  expectedResult?: string | null;

  @Field(() => Boolean, { description: 'Whether it may be skipped, with a reason.' })
  optional!: boolean;

  @Field(() => Boolean, {
    description: 'Whether it may be done along with the step before it, instead of after it.',
  })
  parallel!: boolean;

  @Field(() => Boolean, { description: 'Whether it counts as done only with a link to evidence.' })
  evidenceRequired!: boolean;
}

@Directive('@key(fields: "id")')
@ObjectType('StandardProcedure', {
  description:
    'How something is done, step by step. It is written as a working copy and published in versions; changes follow published versions, which never change. Staff only.',
})
export class StandardProcedure extends RecordObject {
  @Field(() => String, { nullable: true, description: 'What it is called; unique among those in use.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'What it is for.' })
  purpose?: string | null;

  @Field(() => ProcedureStatus, { nullable: true, description: 'How far it is.' })
  status?: keyof typeof ProcedureStatus | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Its latest published version, from 1; null before the first. (`version` counts the edits of the working copy.)',
  })
  publishedVersion?: number | null;

  edited?: boolean | null;
}

@ObjectType('ProcedureVersion', { description: 'A procedure as it was published; never changes.' })
export class ProcedureVersion {
  @Field(() => ID, { description: 'Identifier of the procedure, `sop_…`.' })
  id!: string;

  @Field(() => String, { description: 'What it was called.' })
  name!: string;

  @Field(() => Int, { description: 'The version, from 1.' })
  version!: number;

  @Field(() => String, { nullable: true, description: 'What it was for.' })
  purpose?: string | null;

  @Field(() => DateTimeScalar, { description: 'When it was published.' })
  publishedAt!: Date;

  publishedBy!: string | null;

  @Field(() => String, { nullable: true, description: 'What is new in it, in the words of its publisher.' })
  note?: string | null;
}

@InputType('StandardProcedureFilter', { description: 'Which procedures; all conditions must hold.' })
export class StandardProcedureFilter {
  @Field(() => String, { nullable: true, description: 'Part of the name, in any case.' })
  search?: string | null;

  @Field(() => ProcedureStatus, { nullable: true, description: 'How far they are.' })
  status?: keyof typeof ProcedureStatus | null;
}

/** By what procedures are sorted. */
export enum StandardProcedureOrderField {
  NAME = 'NAME',
}
registerEnumType(StandardProcedureOrderField, {
  name: 'StandardProcedureOrderField',
  description: 'By what procedures are sorted.',
  valuesConfig: { NAME: { description: 'By name.' } },
});

@InputType('StandardProcedureOrder', { description: 'How procedures are sorted.' })
export class StandardProcedureOrder {
  @Field(() => StandardProcedureOrderField, { description: 'By what.' })
  field!: StandardProcedureOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: 'In which direction.' })
  direction!: OrderDirection;
}

@ArgsType()
export class StandardProceduresArgs extends ConnectionArgs {
  @Field(() => StandardProcedureFilter, { nullable: true, description: 'Which procedures; all by default.' })
  filter?: StandardProcedureFilter | null;

  @Field(() => StandardProcedureOrder, {
    nullable: true,
    description: 'How they are sorted; by name by default.',
  })
  orderBy?: StandardProcedureOrder | null;
}

export const { Connection: StandardProcedureConnection } = connectionOf(
  () => StandardProcedure,
  'StandardProcedure',
);

@ObjectType('StandardProcedurePayload', {
  description: 'The procedure after a mutation, or why nothing changed.',
})
export class StandardProcedurePayload {
  @Field(() => StandardProcedure, {
    nullable: true,
    description: 'The procedure as it is now; null when refused.',
  })
  procedure?: StandardProcedure | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}

@InputType('ProcedureStepInput', { description: 'One step of a procedure.' })
export class ProcedureStepInput {
  @Field(() => String, { description: 'What is to be done, 1–500 characters.' })
  text!: string;

  @Field(() => String, { nullable: true, description: 'How it is done, at most 10,000 characters.' })
  details?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'What it looks like when it worked, at most 10,000 characters.',
  })
  expectedResult?: string | null;

  @Field(() => Boolean, { defaultValue: false, description: 'Whether it may be skipped, with a reason.' })
  optional!: boolean;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Whether it may be done along with the step before it; not for the first step.',
  })
  parallel!: boolean;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Whether it counts as done only with a link to evidence.',
  })
  evidenceRequired!: boolean;
}

@InputType('CreateStandardProcedureInput', { description: 'A new procedure, as a working copy.' })
export class CreateStandardProcedureInput extends CreateInput {
  @Field(() => String, { description: 'What it is called, 1–200 characters, unique among those in use.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'What it is for, at most 10,000 characters.' })
  purpose?: string | null;

  @Field(() => [ProcedureStepInput], { description: 'Its steps in order, 1–200.' })
  steps!: ProcedureStepInput[];
}

@InputType('UpdateStandardProcedureInput', {
  description:
    'Edits of the working copy; what is left out stays. Published versions, and plans that follow them, stay as they are.',
})
export class UpdateStandardProcedureInput extends UpdateInput {
  @Field(() => String, { nullable: true, description: 'New name, 1–200 characters.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'What it is for; null removes it.' })
  purpose?: string | null;

  @Field(() => [ProcedureStepInput], { nullable: true, description: 'All its steps in order, 1–200.' })
  steps?: ProcedureStepInput[] | null;
}

@InputType('PublishStandardProcedureInput', { description: 'Makes the working copy the next version.' })
export class PublishStandardProcedureInput extends UpdateInput {
  @Field(() => String, { nullable: true, description: 'What is new in it, at most 10,000 characters.' })
  note?: string | null;
}

@InputType('RetireStandardProcedureInput', { description: 'Takes a procedure out of use.' })
export class RetireStandardProcedureInput extends UpdateInput {
  @Field(() => String, { description: 'Why, 1–2,000 characters.' })
  reason!: string;
}

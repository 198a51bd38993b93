import { Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionOf, DateTimeScalar, UserError } from '@plimsoll/shared';

/** How far a step is. */
export enum PlanStepStatus {
  PENDING = 'PENDING',
  DONE = 'DONE',
  FAILED = 'FAILED',
  SKIPPED = 'SKIPPED',
}
registerEnumType(PlanStepStatus, {
  name: 'PlanStepStatus',
  description: 'How far a step of a plan is.',
  valuesConfig: {
    PENDING: { description: 'Still to be done.' },
    DONE: { description: 'Done.' },
    FAILED: { description: 'Tried, and it did not work.' },
    SKIPPED: { description: 'Left out, for a reason that its result says.' },
  },
});

/** What may be said of a step. */
export enum PlanStepTick {
  DONE = 'DONE',
  FAILED = 'FAILED',
  SKIPPED = 'SKIPPED',
}
registerEnumType(PlanStepTick, {
  name: 'PlanStepTick',
  description: 'What may be said of a step of a plan.',
  valuesConfig: {
    DONE: { description: 'It is done.' },
    FAILED: { description: 'It was tried and did not work; the result says what happened.' },
    SKIPPED: { description: 'It is left out; the result says why. For optional steps only.' },
  },
});

@ObjectType('PlanStep', { description: 'A step of a maintenance plan.' })
export class PlanStep {
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

  @Field(() => PlanStepStatus, { description: 'How far it is.' })
  status!: keyof typeof PlanStepStatus;

  tickedBy!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was done, or tried.' })
  at?: Date | null;

  @Field(() => String, { nullable: true, description: 'What came of it.' })
  result?: string | null;

  @Field(() => String, { nullable: true, description: 'Where evidence of it is found, a web address.' })
  evidenceUrl?: string | null;

  stepId!: string;
}

@ObjectType('PlanProgress', { description: 'How far a plan is.' })
export class PlanProgressObject {
  @Field(() => Int, { description: 'How many steps it has.' })
  stepCount!: number;

  @Field(() => Int, { description: 'How many are done.' })
  doneCount!: number;

  @Field(() => Int, { description: 'How many were skipped.' })
  skippedCount!: number;

  @Field(() => Int, { description: 'How many failed.' })
  failedCount!: number;

  @Field(() => Int, { description: 'How many are still to be done.' })
  pendingCount!: number;

  @Field(() => [Int], { description: 'Positions that may be ticked next; empty once none is left.' })
  next!: number[];
}

@Directive('@key(fields: "id")')
@ObjectType('MaintenancePlan', {
  description:
    'The steps of a procedure, as carried out in one change. It stays with the version of the procedure it was made of. Staff only.',
})
export class MaintenancePlan {
  @Field(() => ID, { description: 'Identifier, `mpl_…`.' })
  id!: string;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was made.' })
  madeAt?: Date | null;
}

export const { Connection: MaintenancePlanConnection } = connectionOf(
  () => MaintenancePlan,
  'MaintenancePlan',
);

@ObjectType('MaintenancePlanPayload', { description: 'The plan after a mutation, or why nothing changed.' })
export class MaintenancePlanPayload {
  @Field(() => MaintenancePlan, {
    nullable: true,
    description: 'The plan as it is now; null when refused.',
  })
  plan?: MaintenancePlan | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}

@InputType('StartPlanInput', {
  description: 'Gives an emergency change in progress a plan; the same again changes nothing.',
})
export class StartPlanInput {
  @Field(() => ID, { description: 'The change, an emergency in progress.' })
  changeId!: string;

  @Field(() => ID, { description: 'The procedure to follow, in its latest published version.' })
  procedureId!: string;
}

@InputType('TickPlanStepInput', {
  description: 'What came of a step. The same said again by the same person changes nothing.',
})
export class TickPlanStepInput {
  @Field(() => ID, { description: 'The change, which is in progress.' })
  changeId!: string;

  @Field(() => Int, { description: 'The step’s place in the plan, from 1.' })
  position!: number;

  @Field(() => PlanStepTick, { defaultValue: PlanStepTick.DONE, description: 'What is said of it.' })
  status!: keyof typeof PlanStepTick;

  @Field(() => String, {
    nullable: true,
    description: 'What came of it, at most 10,000 characters; required unless it is DONE.',
  })
  result?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'A web address at which evidence is found; required where the step says so.',
  })
  evidenceUrl?: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it was done: since the change began, not in the future; now by default.',
  })
  at?: Date | null;
}

@InputType('UntickPlanStepInput', { description: 'Takes back what was said of a step.' })
export class UntickPlanStepInput {
  @Field(() => ID, { description: 'The change, which is in progress.' })
  changeId!: string;

  @Field(() => Int, { description: 'The step’s place in the plan, from 1.' })
  position!: number;

  @Field(() => String, { description: 'Why, 1–2,000 characters.' })
  reason!: string;
}

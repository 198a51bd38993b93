import {
  ConnectionArgs,
  connectionOf,
  CreateInput,
  DateScalar,
  MoneyInput,
  OrderDirection,
  RecordObject,
  UpdateInput,
  UserError,
} from '@plimsoll/shared';
import { ArgsType, Directive, Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';

/** Where a deployment stands. */
export enum DeploymentStatus {
  IN_PROGRESS = 'IN_PROGRESS',
  LIVE = 'LIVE',
  CANCELLED = 'CANCELLED',
}
registerEnumType(DeploymentStatus, {
  name: 'DeploymentStatus',
  description: 'Where a deployment stands.',
  valuesConfig: {
    IN_PROGRESS: { description: 'The customer is being onboarded.' },
    LIVE: { description: 'The customer works with what it bought.' },
    CANCELLED: { description: 'It was given up.' },
  },
});

@ObjectType('DeploymentMilestone', { description: 'Something a deployment has to reach.' })
export class DeploymentMilestone {
  @Field(() => String, { description: 'Name, unique within the deployment.' })
  name!: string;

  @Field(() => DateScalar, { description: 'By when it is to be reached.' })
  dueOn!: string;

  @Field(() => DateScalar, { nullable: true, description: 'When it was reached; null: not yet.' })
  completedOn!: string | null;

  @Field(() => String, { nullable: true, description: 'What was said of it.' })
  note!: string | null;

  completedBy!: string | null;
}

@Directive('@key(fields: "id")')
@ObjectType('Deployment', {
  description: "A new customer's onboarding: from its first order until it works with what it bought.",
})
export class Deployment extends RecordObject {
  @Field(() => String, { nullable: true, description: 'Name.' })
  name?: string | null;

  @Field(() => DeploymentStatus, { nullable: true, description: 'Where it stands.' })
  status?: keyof typeof DeploymentStatus | null;

  @Field(() => DateScalar, { nullable: true, description: 'Its first day.' })
  startedOn?: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'When it is to be live.' })
  targetOn?: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'When it went live; null: not yet.' })
  liveOn?: string | null;

  @Field(() => String, { nullable: true, description: 'Why it was given up.' })
  closingReason?: string | null;

  @Field(() => [DeploymentMilestone], { nullable: true, description: 'What it has to reach, by day.' })
  milestones?: DeploymentMilestone[] | null;

  customerId?: string | null;

  subscriptionId?: string | null;

  ownerId?: string | null;

  amount?: string | null;

  currency?: string | null;
}

@InputType('DeploymentFilter', { description: 'Which deployments; all conditions must hold.' })
export class DeploymentFilter {
  @Field(() => ID, { nullable: true, description: 'Of this customer, `cus_…`.' })
  customerId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Of this owner, `per_…`.' })
  ownerId?: string | null;

  @Field(() => DeploymentStatus, { nullable: true, description: 'That stand there.' })
  status?: DeploymentStatus | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'In progress beyond their target day, or the others.',
  })
  late?: boolean | null;
}

/** By what deployments are sorted. */
export enum DeploymentOrderField {
  STARTED_ON = 'STARTED_ON',
  TARGET_ON = 'TARGET_ON',
}
registerEnumType(DeploymentOrderField, {
  name: 'DeploymentOrderField',
  description: 'By what deployments are sorted.',
  valuesConfig: {
    STARTED_ON: { description: 'By their first day.' },
    TARGET_ON: { description: 'By when they are to be live.' },
  },
});

@InputType('DeploymentOrder', { description: 'How deployments are sorted.' })
export class DeploymentOrder {
  @Field(() => DeploymentOrderField, { description: 'By what.' })
  field!: DeploymentOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: 'In which direction.' })
  direction!: OrderDirection;
}

@ArgsType()
export class DeploymentsArgs extends ConnectionArgs {
  @Field(() => DeploymentFilter, { nullable: true, description: 'Which deployments; all by default.' })
  filter?: DeploymentFilter | null;

  @Field(() => DeploymentOrder, {
    nullable: true,
    description: 'How they are sorted; the latest begun first by default.',
  })
  orderBy?: DeploymentOrder | null;
}

export const { Connection: DeploymentConnection } = connectionOf(() => Deployment, 'Deployment');

@ObjectType('DeploymentPayload', { description: 'The deployment after a mutation, or why nothing changed.' })
export class DeploymentPayload {
  @Field(() => Deployment, { nullable: true, description: 'The deployment as it is now; null when refused.' })
  deployment?: Deployment | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}

@InputType('StartDeploymentInput', { description: "A customer's onboarding that begins." })
export class StartDeploymentInput extends CreateInput {
  @Field(() => ID, { description: 'The customer, `cus_…`; it has none in progress.' })
  customerId!: string;

  @Field(() => ID, {
    nullable: true,
    description: 'What it consists of, `dpt_…`; the standard template when left out.',
  })
  templateId?: string | null;

  @Field(() => ID, { nullable: true, description: 'What is brought into use, `sub_…`, of this customer.' })
  subscriptionId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Name, 1–200 characters; that of the template when left out.',
  })
  name?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Who leads it, `per_…`; the account manager when left out.',
  })
  ownerId?: string | null;

  @Field(() => MoneyInput, {
    nullable: true,
    description: 'Monthly recurring revenue it brings into use, 0 or more.',
  })
  monthlyValue?: MoneyInput | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: "Its first day; today in the customer's zone when left out.",
  })
  startedOn?: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'When it is to be live; the last milestone when left out.',
  })
  targetOn?: string | null;
}

@InputType('UpdateDeploymentInput', {
  description: 'Changes to a deployment; a field that is left out stays as it is.',
})
export class UpdateDeploymentInput extends UpdateInput {
  @Field(() => String, { nullable: true, description: 'New name, 1–200 characters.' })
  name?: string | null;

  @Field(() => ID, { nullable: true, description: 'New owner; null: nobody.' })
  ownerId?: string | null;

  @Field(() => MoneyInput, { nullable: true, description: 'New monthly value; null removes it.' })
  monthlyValue?: MoneyInput | null;

  @Field(() => DateScalar, { nullable: true, description: 'New target day, not before the first.' })
  targetOn?: string | null;
}

@InputType('CompleteMilestoneInput', { description: 'Says that a milestone was reached.' })
export class CompleteMilestoneInput extends UpdateInput {
  @Field(() => String, { description: 'The name of the milestone.' })
  milestone!: string;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'When; today where the customer is when left out.',
  })
  on?: string | null;

  @Field(() => String, { nullable: true, description: 'What to say of it, 1–1,000 characters.' })
  note?: string | null;
}

@InputType('ReopenMilestoneInput', { description: 'Says that a milestone was not reached after all.' })
export class ReopenMilestoneInput extends UpdateInput {
  @Field(() => String, { description: 'The name of the milestone.' })
  milestone!: string;
}

@InputType('GoLiveInput', { description: 'Completes a deployment all of whose milestones were reached.' })
export class GoLiveInput extends UpdateInput {
  @Field(() => DateScalar, {
    nullable: true,
    description: 'When; today where the customer is when left out.',
  })
  on?: string | null;
}

@InputType('CancelDeploymentInput', { description: 'Gives a deployment up.' })
export class CancelDeploymentInput extends UpdateInput {
  @Field(() => String, { description: 'Why, 1–1,000 characters.' })
  reason!: string;
}

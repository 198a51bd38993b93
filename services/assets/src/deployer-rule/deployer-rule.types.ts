import {
  ConnectionArgs,
  connectionOf,
  CreateInput,
  OrderDirection,
  RecordObject,
  UpdateInput,
  UserError,
} from '@plimsoll/shared';
import { ArgsType, Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';

/** Who tells of deployments. */
export enum Deployer {
  GITHUB = 'GITHUB',
  CLOUD_EVENTS = 'CLOUD_EVENTS',
}
registerEnumType(Deployer, {
  name: 'Deployer',
  description: 'Who tells of deployments.',
  valuesConfig: {
    GITHUB: { description: 'GitHub, through `/webhooks/github`.' },
    CLOUD_EVENTS: {
      description:
        'Whoever sends CloudEvents to `/webhooks/cloudevents`: CDEvents of services, or events of one of the platform’s own types.',
    },
  },
});

/** What rules tell apart. */
export enum DeployerEventKind {
  RELEASE = 'RELEASE',
  DEPLOYMENT = 'DEPLOYMENT',
  WORKFLOW_RUN = 'WORKFLOW_RUN',
}
registerEnumType(DeployerEventKind, {
  name: 'DeployerEventKind',
  description: 'What deployers tell of.',
  valuesConfig: {
    RELEASE: { description: 'A release was published.' },
    DEPLOYMENT: { description: 'A deployment, planned, begun, over or taken back.' },
    WORKFLOW_RUN: { description: 'A run of a GitHub workflow that deploys.' },
  },
});

@Directive('@key(fields: "id")')
@ObjectType('DeployerRule', {
  description:
    'What a deployment told by a deployer means here. Of the active rules that fit, the first by position counts. Staff only.',
})
export class DeployerRule extends RecordObject {
  @Field(() => String, { nullable: true, description: 'Name.' })
  name?: string | null;

  @Field(() => Int, { nullable: true, description: 'Its place among the rules; lower ones come first.' })
  position?: number | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether it is asked at all.' })
  active?: boolean | null;

  @Field(() => Deployer, { nullable: true, description: 'Whose deployments it is about.' })
  deployer?: keyof typeof Deployer | null;

  @Field(() => [DeployerEventKind], { nullable: true, description: 'What it follows.' })
  events?: (keyof typeof DeployerEventKind)[] | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The repository (`owner/name`) or service it is about; `*` stands for any characters, case does not matter.',
  })
  repository?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The environment as the deployer calls it, as a pattern; null: any.',
  })
  deployerEnvironment?: string | null;

  @Field(() => String, { nullable: true, description: 'The workflow, as a pattern; null: any.' })
  workflow?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'What releases are called; the variables `{repository}`, `{name}`, `{version}`, `{tag}` and `{commit}` are what the deployer says.',
  })
  releaseName?: string | null;

  @Field(() => String, { nullable: true, description: 'The region it is deployed to; null: no region.' })
  region?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How long the window is of a change that it makes, in minutes.',
  })
  windowMinutes?: number | null;
}

@InputType('DeployerRuleFilter', { description: 'Which rules; all conditions must hold.' })
export class DeployerRuleFilter {
  @Field(() => String, { nullable: true, description: 'Part of the name, in any case.' })
  search?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether they are asked at all.' })
  active?: boolean | null;

  @Field(() => Deployer, { nullable: true, description: 'Whose deployments they are about.' })
  deployer?: Deployer | null;
}

/** By what rules are sorted. */
export enum DeployerRuleOrderField {
  POSITION = 'POSITION',
  NAME = 'NAME',
}
registerEnumType(DeployerRuleOrderField, {
  name: 'DeployerRuleOrderField',
  description: 'By what rules are sorted.',
  valuesConfig: {
    POSITION: { description: 'In the order in which they are asked.' },
    NAME: { description: 'By name.' },
  },
});

@InputType('DeployerRuleOrder', { description: 'How rules are sorted.' })
class DeployerRuleOrder {
  @Field(() => DeployerRuleOrderField, { description: 'By what.' })
  field!: DeployerRuleOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: 'In which direction.' })
  direction!: OrderDirection;
}

@ArgsType()
export class DeployerRulesArgs extends ConnectionArgs {
  @Field(() => DeployerRuleFilter, { nullable: true, description: 'Which rules; all by default.' })
  filter?: DeployerRuleFilter | null;

  @Field(() => DeployerRuleOrder, {
    nullable: true,
    description: 'How they are sorted; as asked by default.',
  })
  orderBy?: DeployerRuleOrder | null;
}

export const { Connection: DeployerRuleConnection } = connectionOf(() => DeployerRule, 'DeployerRule');

@ObjectType('DeployerRulePayload', { description: 'The rule after a mutation, or why nothing changed.' })
export class DeployerRulePayload {
  @Field(() => DeployerRule, { nullable: true, description: 'The rule as it is now; null when refused.' })
  deployerRule?: DeployerRule | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}

@InputType('CreateDeployerRuleInput', { description: 'A new rule about what a deployer tells.' })
export class CreateDeployerRuleInput extends CreateInput {
  @Field(() => String, { description: 'Name, 1–200 characters.' })
  name!: string;

  @Field(() => Int, { defaultValue: 100, description: 'Its place among the rules, 1–10,000.' })
  position!: number;

  @Field(() => Boolean, { defaultValue: true, description: 'Whether it is asked at all.' })
  active!: boolean;

  @Field(() => Deployer, { description: 'Whose deployments it is about.' })
  deployer!: Deployer;

  @Field(() => [DeployerEventKind], {
    defaultValue: [DeployerEventKind.RELEASE, DeployerEventKind.DEPLOYMENT],
    description: 'What it follows, at least one.',
  })
  events!: DeployerEventKind[];

  @Field(() => String, { description: 'The repository or service, as a pattern of 1–200 characters.' })
  repository!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The environment as the deployer calls it, as a pattern; null: any.',
  })
  deployerEnvironment?: string | null;

  @Field(() => String, { nullable: true, description: 'The workflow, as a pattern; null: any.' })
  workflow?: string | null;

  @Field(() => String, {
    defaultValue: '{name} {version}',
    description:
      'What releases are called; the variables `{repository}`, `{name}`, `{version}`, `{tag}` and `{commit}` are what the deployer says.',
  })
  releaseName!: string;

  @Field(() => ID, { nullable: true, description: 'The product that releases belong to.' })
  productId?: string | null;

  @Field(() => [ID], { description: 'The assets that are deployed, 1 to 1,000.' })
  assetIds!: string[];

  @Field(() => ID, {
    nullable: true,
    description: 'The environment that is deployed to; only a rule about nothing but releases does without.',
  })
  environmentId?: string | null;

  @Field(() => String, { nullable: true, description: 'One of its regions; null: all of it.' })
  region?: string | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'The template by which a standard change is made of each deployment; null: no changes are made.',
  })
  templateId?: string | null;

  @Field(() => Int, {
    defaultValue: 60,
    description: 'How long the window is of a change that it makes, in minutes, 1–10,080.',
  })
  windowMinutes!: number;
}

@InputType('UpdateDeployerRuleInput', {
  description: 'Changes to a rule; a field that is left out stays as it is. What it has made stays.',
})
export class UpdateDeployerRuleInput extends UpdateInput {
  @Field(() => String, { nullable: true, description: 'New name, 1–200 characters.' })
  name?: string | null;

  @Field(() => Int, { nullable: true, description: 'New place among the rules, 1–10,000.' })
  position?: number | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether it is asked at all.' })
  active?: boolean | null;

  @Field(() => [DeployerEventKind], { nullable: true, description: 'What it follows instead.' })
  events?: DeployerEventKind[] | null;

  @Field(() => String, { nullable: true, description: 'New pattern of the repository or service.' })
  repository?: string | null;

  @Field(() => String, { nullable: true, description: 'New pattern of the environment; null: any.' })
  deployerEnvironment?: string | null;

  @Field(() => String, { nullable: true, description: 'New pattern of the workflow; null: any.' })
  workflow?: string | null;

  @Field(() => String, { nullable: true, description: 'New name of releases, with the same variables.' })
  releaseName?: string | null;

  @Field(() => ID, { nullable: true, description: 'New product; null: none.' })
  productId?: string | null;

  @Field(() => [ID], { nullable: true, description: 'New assets, in place of the present ones, 1 to 1,000.' })
  assetIds?: string[] | null;

  @Field(() => ID, { nullable: true, description: 'New environment; null: none.' })
  environmentId?: string | null;

  @Field(() => String, { nullable: true, description: 'New region; null: all of the environment.' })
  region?: string | null;

  @Field(() => ID, { nullable: true, description: 'New template; null: no changes are made.' })
  templateId?: string | null;

  @Field(() => Int, { nullable: true, description: 'New length of windows, in minutes, 1–10,080.' })
  windowMinutes?: number | null;
}

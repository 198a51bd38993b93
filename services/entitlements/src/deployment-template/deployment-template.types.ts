import { CreateInput, RecordObject, UpdateInput, UserError } from '@plimsoll/shared';
import { Directive, Field, InputType, Int, ObjectType } from 'type-graphql';

@ObjectType('DeploymentTemplateMilestone', { description: 'A milestone of a template.' })
export class DeploymentTemplateMilestone {
  @Field(() => String, { description: 'Name.' })
  name!: string;

  @Field(() => Int, { description: 'Due so many days after the first day.' })
  afterDays!: number;
}

@Directive('@key(fields: "id")')
@ObjectType('DeploymentTemplate', { description: 'What deployments consist of. Staff only.' })
export class DeploymentTemplate extends RecordObject {
  @Field(() => String, { nullable: true, description: 'Name, unique.' })
  name?: string | null;

  @Field(() => [DeploymentTemplateMilestone], { nullable: true, description: 'Its milestones, by day.' })
  milestones?: DeploymentTemplateMilestone[] | null;
}

@ObjectType('DeploymentTemplatePayload', {
  description: 'The template after a mutation, or why nothing changed.',
})
export class DeploymentTemplatePayload {
  @Field(() => DeploymentTemplate, {
    nullable: true,
    description: 'The template as it is now; null when refused.',
  })
  template?: DeploymentTemplate | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}

@InputType('DeploymentTemplateMilestoneInput', { description: 'A milestone of a template.' })
export class DeploymentTemplateMilestoneInput {
  @Field(() => String, { description: 'Name, 1–200 characters, unique within the template.' })
  name!: string;

  @Field(() => Int, { description: 'Due so many days after the first day, 0–1,000.' })
  afterDays!: number;
}

@InputType('CreateDeploymentTemplateInput', { description: 'A new template.' })
export class CreateDeploymentTemplateInput extends CreateInput {
  @Field(() => String, { description: 'Name, 1–200 characters, unique.' })
  name!: string;

  @Field(() => [DeploymentTemplateMilestoneInput], { description: 'Its milestones, 1–50.' })
  milestones!: DeploymentTemplateMilestoneInput[];
}

@InputType('UpdateDeploymentTemplateInput', {
  description: 'Changes to a template; deployments that have begun stay as they are.',
})
export class UpdateDeploymentTemplateInput extends UpdateInput {
  @Field(() => String, { nullable: true, description: 'New name, 1–200 characters, unique.' })
  name?: string | null;

  @Field(() => [DeploymentTemplateMilestoneInput], { nullable: true, description: 'New milestones, 1–50.' })
  milestones?: DeploymentTemplateMilestoneInput[] | null;
}

import { payload, type RequestContext } from '@plimsoll/shared';
import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { loadTemplates } from './deployment-template.loader.js';
import { createDeploymentTemplate, updateDeploymentTemplate } from './deployment-template.service.js';
import {
  CreateDeploymentTemplateInput,
  DeploymentTemplate,
  DeploymentTemplatePayload,
  UpdateDeploymentTemplateInput,
} from './deployment-template.types.js';

@Resolver(() => DeploymentTemplate)
export class DeploymentTemplateResolver {
  @Query(() => [DeploymentTemplate], { description: 'What deployments consist of, by name. Staff only.' })
  deploymentTemplates(@Ctx() context: RequestContext): Promise<DeploymentTemplate[]> {
    return loadTemplates(context);
  }

  @Mutation(() => DeploymentTemplatePayload, { description: 'Creates a template. Roles: admin, manager.' })
  createDeploymentTemplate(
    @Arg('input', () => CreateDeploymentTemplateInput, { description: 'The new template.' })
    input: CreateDeploymentTemplateInput,
    @Ctx() context: RequestContext,
  ): Promise<DeploymentTemplatePayload> {
    return payload(async () => ({ template: await createDeploymentTemplate(context, input) }));
  }

  @Mutation(() => DeploymentTemplatePayload, {
    description: 'Changes a template; deployments that have begun stay as they are. Roles: admin, manager.',
  })
  updateDeploymentTemplate(
    @Arg('input', () => UpdateDeploymentTemplateInput, { description: 'What changes.' })
    input: UpdateDeploymentTemplateInput,
    @Ctx() context: RequestContext,
  ): Promise<DeploymentTemplatePayload> {
    return payload(async () => ({ template: await updateDeploymentTemplate(context, input) }));
  }
}

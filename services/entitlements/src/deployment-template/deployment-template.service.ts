import {
  authorize,
  authorOf,
  checkText,
  createOnce,
  invalid,
  violatedConstraint,
  type RequestContext,
} from '@plimsoll/shared';
import { checkTemplate } from './deployment-template.rules.js';
import { deploymentTemplateRecords, type DeploymentTemplateRecord } from './deployment-template.store.js';
import type {
  CreateDeploymentTemplateInput,
  UpdateDeploymentTemplateInput,
} from './deployment-template.types.js';

/** Creates a template. Roles: admin, manager. */
export async function createDeploymentTemplate(
  context: RequestContext,
  input: CreateDeploymentTemplateInput,
): Promise<DeploymentTemplateRecord> {
  authorize(context, 'admin', 'manager');
  return keepingNamesApart(input.name, () =>
    createOnce(context, deploymentTemplateRecords, {
      prefix: 'dpt',
      mutation: 'createDeploymentTemplate',
      input,
      values: () => ({ name: checkText(input.name, 'name'), milestones: checkTemplate(input.milestones) }),
    }),
  );
}

/** Changes a template; deployments that have begun stay as they are. Roles: admin, manager. */
export async function updateDeploymentTemplate(
  context: RequestContext,
  input: UpdateDeploymentTemplateInput,
): Promise<DeploymentTemplateRecord> {
  authorize(context, 'admin', 'manager');
  return keepingNamesApart(input.name ?? '', () =>
    context.session.transaction((tx) =>
      deploymentTemplateRecords.update(tx, authorOf(context), input.id, input.expectedVersion, () => ({
        ...(input.name == null ? {} : { name: checkText(input.name, 'name') }),
        ...(input.milestones == null ? {} : { milestones: checkTemplate(input.milestones) }),
      })),
    ),
  );
}

async function keepingNamesApart<Result>(name: string, fn: () => Promise<Result>): Promise<Result> {
  try {
    return await fn();
  } catch (error) {
    if (violatedConstraint(error) !== 'deployment_template_name_key') throw error;
    throw invalid(`There is a template named "${name.trim()}" already.`, ['name']);
  }
}

export { DeploymentTemplateEntity } from './deployment-template.entity.js';
export { DeploymentTemplateResolver } from './deployment-template.resolver.js';
export { MOST_MILESTONES, type TemplateMilestone } from './deployment-template.rules.js';
export {
  deploymentTemplateRecords,
  findTemplates,
  STANDARD_TEMPLATE,
  type DeploymentTemplateRecord,
} from './deployment-template.store.js';

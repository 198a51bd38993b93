export { DeploymentEntity, DeploymentTemplateEntity } from './deployment.entity.js';
export { DeploymentTemplateResolver } from './deployment-template.resolver.js';
export { deploymentProjection } from './deployment.projection.js';
export {
  CustomerDeploymentsResolver,
  DeploymentMilestoneResolver,
  DeploymentResolver,
  OwnerDeploymentsResolver,
} from './deployment.resolver.js';
export { deploymentRecords, deploymentTemplateRecords } from './deployment.store.js';

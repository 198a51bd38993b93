export { DeploymentEntity } from './deployment.entity.js';
export { deploymentProjection } from './deployment.projection.js';
export {
  CustomerDeploymentsResolver,
  DeploymentMilestoneResolver,
  DeploymentResolver,
  OwnerDeploymentsResolver,
} from './deployment.resolver.js';
export { deploymentRecords } from './deployment.store.js';

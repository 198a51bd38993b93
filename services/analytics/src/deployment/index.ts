export { deploymentHandlers } from './deployment.projection.js';
export { clearDeployments } from './deployment.store.js';

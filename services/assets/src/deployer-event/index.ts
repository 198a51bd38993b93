export { DeployerEventEntity } from './deployer-event.entity.js';
export { DeployerEventResolver } from './deployer-event.resolver.js';
export { deployerEventRecords } from './deployer-event.store.js';

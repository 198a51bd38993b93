export { EnvironmentEntity } from './environment.entity.js';
export { loadEnvironment } from './environment.loader.js';
export { EnvironmentResolver } from './environment.resolver.js';
export { environmentRecords } from './environment.store.js';
export { Environment } from './environment.types.js';

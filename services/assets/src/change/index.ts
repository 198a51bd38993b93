export { ChangeStepsResolver } from './change-steps.resolver.js';
export { ChangeEntity } from './change.entity.js';
export { loadChange } from './change.loader.js';
export { AssetChangesResolver, ChangeResolver, CustomerChangesResolver } from './change.resolver.js';
export { changeRecords } from './change.store.js';
export { Change } from './change.types.js';

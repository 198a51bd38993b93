export { ChangeEntity } from './change.entity.js';
export { loadChange } from './change.loader.js';
export { AssetChangesResolver, ChangeResolver, CustomerChangesResolver } from './change.resolver.js';
export {
  checkWindow,
  type ChangeKindName,
  type ChangeOutcomeName,
  type ChangeStatusName,
  type ExpectedStateName,
} from './change.rules.js';
export { checkChangeAssets, checkImplementers, findChange, newChange } from './change.service.js';
export { changeRecords, type ChangeRecord } from './change.store.js';
export {
  Change,
  ChangeConnection,
  ChangeKind,
  ChangeOutcome,
  ChangePayload,
  ChangeWindowInput,
} from './change.types.js';

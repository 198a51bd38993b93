export { loadStaged } from './customer-stage.loader.js';
export { kindsOn, stageOn } from './customer-stage.rules.js';
export { hasKindSql, stageSql } from './customer-stage.store.js';
export { AccountKind, CustomerStage } from './customer-stage.types.js';

export { AssetGraph } from './asset-graph.rules.js';
export type { AssetRow } from './asset-graph.rules.js';
export { checkDependencies } from './dependency-groups.rules.js';
export type { DependencyRow, DependencyViolation, MinUp } from './dependency-groups.rules.js';
export { GROUP, LINK, NONE, SOFT } from './dependents.rules.js';
export { CONSUMER, GROUP_STRIDE, LOST, SPARE } from './group-table.rules.js';

export { AssetDependenciesResolver, DependencyResolver } from './dependency.resolver.js';
export { moveDependencies } from './dependency-merge.service.js';
export { dependencyColumns, type DependencyRow } from './dependency-import.service.js';
export { holdConsumers, removeDependencies, saveDependencies } from './dependency.store.js';
export { DependencyGroup, DependencyStrength } from './dependency.types.js';

export { AssetDependenciesResolver, DependencyResolver } from './dependency.resolver.js';
export { moveDependencies } from './dependency-merge.service.js';
export { DependencyGroup, DependencyStrength } from './dependency.types.js';

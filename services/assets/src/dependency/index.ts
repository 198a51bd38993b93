export { AssetDependenciesResolver, DependencyResolver } from './dependency.resolver.js';

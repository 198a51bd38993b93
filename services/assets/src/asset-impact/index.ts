export { affectedPage, findHidden, findUnseen, hideUnseen, stateOf } from './asset-impact.loader.js';
export { AssetImpactResolver } from './asset-impact.resolver.js';
export { AffectedAssets } from './asset-impact.rules.js';
export { AssetImpactConnection } from './asset-impact.types.js';

export { AssetRevertResolver } from './asset-revert.resolver.js';

export { AssetOutageResolver, AssetStateResolver, CustomerAssetsResolver } from './asset-state.resolver.js';

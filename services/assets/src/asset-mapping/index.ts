export { AssetMappingResolver } from './asset-mapping.resolver.js';

export {
  AffectedCustomersResolver,
  intelligenceById,
  OperationsIntelligence,
} from './affected-customers.resolver.js';
export { AssetOutageResolver, AssetStateResolver, CustomerAssetsResolver } from './asset-state.resolver.js';

export { AssetHistoryEntryResolver, AssetHistoryResolver } from './asset-history.resolver.js';
export {
  AssetRelationHistoryEntryResolver,
  AssetRelationHistoryResolver,
} from './relation-history.resolver.js';

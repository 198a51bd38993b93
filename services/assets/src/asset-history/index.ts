export { AssetHistoryEntryResolver, AssetHistoryResolver } from './asset-history.resolver.js';

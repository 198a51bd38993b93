export {
  AssetDuplicateResolver,
  LikelyDuplicateResolver,
  LikelyDuplicatesResolver,
} from './asset-duplicate.resolver.js';

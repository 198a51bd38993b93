export { AssetKindEntity } from './asset-kind.entity.js';
export { AssetKindResolver } from './asset-kind.resolver.js';
export { assetKindRecords, ensureKinds, findKinds } from './asset-kind.store.js';
export { checkAttributes, type Attributes, type CheckedKind } from './attribute.rules.js';

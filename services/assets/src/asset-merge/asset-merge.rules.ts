import type { EditableAsset } from '../asset/index.js';

/**
 * An asset with what it lacks taken from its duplicates, in their order: owner, location, maker, criticality, product, pod
 * and attributes; addresses and labels are united. Name, kind and status stay.
 */
export function filled<Asset extends EditableAsset>(
  asset: Asset,
  duplicates: readonly EditableAsset[],
): Asset {
  const result = { ...asset };
  for (const other of duplicates) {
    result.ownerId ??= other.ownerId;
    result.location ??= other.location;
    result.make ??= other.make;
    result.criticality ??= other.criticality;
    result.productId ??= other.productId;
    result.podId ??= other.podId;
    result.attributes = { ...other.attributes, ...result.attributes };
    result.addresses = united(result.addresses, other.addresses);
    result.tags = united(result.tags, other.tags);
  }
  return result;
}

function united(some: readonly string[], others: readonly string[]): string[] {
  return [...new Set([...some, ...others])].sort();
}

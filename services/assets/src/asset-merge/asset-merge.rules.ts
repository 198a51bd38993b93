import { checkTexts, type EditableAsset } from '../asset/index.js';

/**
 * An asset with what it lacks taken from its duplicates, in their order: owner, location, maker, criticality, product, pod
 * and attributes; addresses and labels are united. Name, kind and status stay.
 *
 * @throws DomainError `INVALID` where there are more addresses or labels than an asset may have
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
    result.addresses = checkTexts([...result.addresses, ...other.addresses], 'addresses');
    result.tags = checkTexts([...result.tags, ...other.tags], 'tags');
  }
  return result;
}

/** Which assets something is about: those that meet every condition given; all where none is. */
export interface AssetScope {
  kinds: readonly string[];
  tags: readonly string[];
  assetIds: readonly string[];
  locations: readonly string[];
  regions: readonly string[];
}

/** An asset as far as a scope asks. */
export interface ScopedAsset {
  id: string;
  kind: string;
  tags: readonly string[];
  location: string | null;
  /** Of the pod it belongs to and of those it is placed in. */
  regions: readonly string[];
}

/** Whether an asset is meant: each list that is not empty holds one of its values. Locations are equal in any case. */
export function covers(scope: AssetScope, asset: ScopedAsset): boolean {
  const location = asset.location?.toLowerCase();
  return (
    meets(scope.kinds, [asset.kind]) &&
    meets(scope.tags, asset.tags) &&
    meets(scope.assetIds, [asset.id]) &&
    meets(
      scope.locations.map((one) => one.toLowerCase()),
      location === undefined ? [] : [location],
    ) &&
    meets(scope.regions, asset.regions)
  );
}

function meets(asked: readonly string[], values: readonly string[]): boolean {
  return asked.length === 0 || values.some((value) => asked.includes(value));
}

import { Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { toConnection, type RequestContext } from '@plimsoll/shared';
import { loadAsset, type Asset } from '../asset/index.js';
import { listAssetMappings } from './asset-mapping.loader.js';
import type { AssetMappingRow } from './asset-mapping.store.js';
import { AssetMapping, AssetMappingArgs, AssetMappingConnection } from './asset-mapping.types.js';

/** Which customers rest on which assets. */
@Resolver(() => AssetMapping)
export class AssetMappingResolver {
  @Query(() => AssetMappingConnection, {
    nullable: true,
    description:
      'Which customers rest on which assets through which placements, today in each customer’s time zone: a row a placement of a live asset, customer and product, by placement. As CSV with revenue: `/export/asset-mappings.csv`. For staff; null for others.',
  })
  async assetMappings(@Args(() => AssetMappingArgs) args: AssetMappingArgs, @Ctx() context: RequestContext) {
    if (!['SYSTEM', 'STAFF'].includes(context.scope.kind)) return null;
    return toConnection(await listAssetMappings(context, args), toMapping);
  }

  @FieldResolver()
  asset(@Root() { assetId }: AssetMapping, @Ctx() context: RequestContext): Promise<Asset | null> {
    return loadAsset(context, assetId);
  }
}

function toMapping(row: AssetMappingRow): AssetMapping {
  return {
    id: row.id,
    customer: { id: row.customerId },
    product: { id: row.productId },
    assetId: row.assetId,
    placement: {
      id: row.placementId,
      version: row.placementVersion,
      assetId: row.assetId,
      productId: row.placedProductId,
      podId: row.placedPodId,
      customerId: row.placedCustomerId,
    },
  };
}

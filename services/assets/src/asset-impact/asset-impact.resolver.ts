import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '@plimsoll/shared';
import { loadAsset, type Asset } from '../asset/index.js';
import { loadAssetOrHidden } from './asset-impact.loader.js';
import { AssetImpact } from './asset-impact.types.js';

@Resolver(() => AssetImpact)
export class AssetImpactResolver {
  @FieldResolver()
  asset(@Root() { assetId }: AssetImpact, @Ctx() context: RequestContext): Promise<Asset | null> {
    return loadAsset(context, assetId);
  }

  @FieldResolver()
  causes(@Root() { causeIds }: AssetImpact, @Ctx() context: RequestContext): Promise<Asset[]> {
    return Promise.all(causeIds.map((id) => loadAssetOrHidden(context, id)));
  }
}

import { Arg, Args, Ctx, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import { invalid, toConnection, type RequestContext } from '@plimsoll/shared';
import { Asset, loadAsset } from '../asset/index.js';
import { listDuplicates, loadLikely, MOST_SHOWN } from './asset-duplicate.loader.js';
import {
  AssetDuplicateConnection,
  AssetDuplicateGroup,
  AssetDuplicatesArgs,
  LikelyDuplicateObject,
} from './asset-duplicate.types.js';

@Resolver(() => AssetDuplicateGroup)
export class AssetDuplicateResolver {
  @Query(() => AssetDuplicateConnection, {
    description:
      'Assets that may be one, in groups by what they have in common; `mergeAssets` makes them one. Assets out of use are left out. Staff only.',
  })
  async assetDuplicates(
    @Args(() => AssetDuplicatesArgs) args: AssetDuplicatesArgs,
    @Ctx() context: RequestContext,
  ) {
    const { first, after, filter, orderBy } = args;
    const page = await listDuplicates(context, {
      first,
      after: after ?? null,
      filter: filter ?? null,
      orderBy: orderBy ?? null,
    });
    return toConnection(page, (row): AssetDuplicateGroup => row);
  }

  @FieldResolver(() => [Asset], { description: 'The first of them, by id.' })
  async assets(
    @Root() { assetIds }: AssetDuplicateGroup,
    @Arg('first', () => Int, { defaultValue: MOST_SHOWN, description: 'How many at most, 1–20.' })
    first: number,
    @Ctx() context: RequestContext,
  ): Promise<Asset[]> {
    if (first < 1 || first > MOST_SHOWN) throw invalid(`\`first\` is from 1 to ${MOST_SHOWN}.`, ['first']);
    const found = await Promise.all(assetIds.slice(0, first).map((id) => loadAsset(context, id)));
    return found.filter((asset) => asset !== null);
  }
}

@Resolver(() => Asset)
export class LikelyDuplicatesResolver {
  @FieldResolver(() => [LikelyDuplicateObject], {
    nullable: true,
    description:
      'What may be this asset too: at most 20, those with the most reasons first. Empty for an asset out of use. Staff only.',
  })
  likelyDuplicates(@Root() { id }: Asset, @Ctx() context: RequestContext): Promise<LikelyDuplicateObject[]> {
    return loadLikely(context, id);
  }
}

@Resolver(() => LikelyDuplicateObject)
export class LikelyDuplicateResolver {
  @FieldResolver(() => Asset, { nullable: true, description: 'The other asset.' })
  asset(@Root() { id }: LikelyDuplicateObject, @Ctx() context: RequestContext): Promise<Asset | null> {
    return loadAsset(context, id);
  }
}

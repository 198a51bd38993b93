import { Arg, Args, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { ConnectionArgs, isId, payload, toConnection, type RequestContext } from '@plimsoll/shared';
import { Person } from '../account/index.js';
import { Asset, loadAsset } from '../asset/index.js';
import { Change, loadChange } from '../change/index.js';
import { listMerges, loadMergedInto } from './asset-merge.loader.js';
import { mergeAssets } from './asset-merge.service.js';
import {
  AssetMerge,
  AssetMergeConnection,
  MergeAssetsInput,
  MergeAssetsPayload,
} from './asset-merge.types.js';

@Resolver(() => Asset)
export class AssetMergesResolver {
  @FieldResolver(() => Asset, {
    nullable: true,
    description: 'The asset that this one turned out to be, where it was merged as a duplicate. Staff only.',
  })
  async mergedInto(@Root() { id }: Asset, @Ctx() context: RequestContext): Promise<Asset | null> {
    const into = await loadMergedInto(context, id);
    return into === null ? null : loadAsset(context, into);
  }

  @FieldResolver(() => AssetMergeConnection, {
    nullable: true,
    description: 'The duplicates that were merged into it, the latest first. Staff only.',
  })
  async merges(
    @Root() { id }: Asset,
    @Args(() => ConnectionArgs) { first, after }: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    return toConnection(await listMerges(context, id, { first, after: after ?? null }), (row) => row);
  }

  @Mutation(() => MergeAssetsPayload, {
    description:
      'Merges duplicates of an asset into it. Nothing is merged while a change in review, agreed on or in progress names a duplicate, or where groups of dependencies would not stand. Roles: admin, manager, operator.',
  })
  mergeAssets(
    @Arg('input', () => MergeAssetsInput, { description: 'Which asset, and which duplicates of it.' })
    input: MergeAssetsInput,
    @Ctx() context: RequestContext,
  ) {
    return payload(() => mergeAssets(context, input));
  }
}

@Resolver(() => AssetMerge)
export class AssetMergeResolver {
  @FieldResolver(() => Asset, { nullable: true, description: 'The duplicate as it is kept: retired.' })
  duplicate(@Root() { duplicateId }: AssetMerge, @Ctx() context: RequestContext): Promise<Asset | null> {
    return loadAsset(context, duplicateId);
  }

  @FieldResolver(() => Person, {
    nullable: true,
    description: 'Who merged it; null for the platform itself and for machines.',
  })
  actor(@Root() { actorId }: AssetMerge): Person | null {
    return actorId !== null && isId('per', actorId) ? { id: actorId } : null;
  }

  @FieldResolver(() => Change, { nullable: true, description: 'The change it was part of, if any.' })
  change(@Root() { changeId }: AssetMerge, @Ctx() context: RequestContext) {
    return changeId === null ? null : loadChange(context, changeId);
  }
}

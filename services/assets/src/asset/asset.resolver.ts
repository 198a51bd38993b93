import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { ExternalIdArgs, ImportInput, ImportReport, payload, type RequestContext } from '@plimsoll/shared';
import { Person, Pod, Product } from '../account/index.js';
import { importAssets } from './asset-import.service.js';
import {
  AssetPayload,
  CreateAssetInput,
  RetireAssetInput,
  ReviveAssetInput,
  UpdateAssetInput,
} from './asset-input.types.js';
import { loadAssetByExternalId } from './asset.loader.js';
import { createAsset, retireAsset, reviveAsset, updateAsset } from './asset.service.js';
import { Asset } from './asset.types.js';

@Resolver(() => Asset)
export class AssetResolver {
  @Query(() => Asset, {
    nullable: true,
    description:
      'The asset with this identifier in another system; of one that was merged, the asset it turned out to be.',
  })
  assetByExternalId(
    @Args(() => ExternalIdArgs) { source, externalId }: ExternalIdArgs,
    @Ctx() context: RequestContext,
  ): Promise<Asset | null> {
    return loadAssetByExternalId(context, source, externalId);
  }

  @FieldResolver(() => Person, { nullable: true, description: 'Who answers for it.' })
  owner(@Root() { ownerId }: Asset): Person | null {
    return ownerId == null ? null : { id: ownerId };
  }

  @FieldResolver(() => Product, {
    nullable: true,
    description: 'The product it belongs to. This alone carries no impact to customers: a placement does.',
  })
  product(@Root() { productId }: Asset): Product | null {
    return productId == null ? null : { id: productId };
  }

  @FieldResolver(() => Pod, {
    nullable: true,
    description: 'The pod it stands in. This alone carries no impact to customers: a placement does.',
  })
  pod(@Root() { podId }: Asset): Pod | null {
    return podId == null ? null : { id: podId };
  }

  @Mutation(() => AssetPayload, { description: 'Creates an asset. Roles: admin, manager, operator.' })
  createAsset(
    @Arg('input', () => CreateAssetInput, { description: 'The new asset.' }) input: CreateAssetInput,
    @Ctx() context: RequestContext,
  ): Promise<AssetPayload> {
    return payload(async () => ({ asset: await createAsset(context, input) }));
  }

  @Mutation(() => AssetPayload, { description: 'Changes an asset. Roles: admin, manager, operator.' })
  updateAsset(
    @Arg('input', () => UpdateAssetInput, { description: 'What changes.' }) input: UpdateAssetInput,
    @Ctx() context: RequestContext,
  ): Promise<AssetPayload> {
    return payload(async () => ({ asset: await updateAsset(context, input) }));
  }

  @Mutation(() => AssetPayload, {
    description:
      'Takes an asset out of use; its dependencies stay on record and count no more. Roles: admin, manager, operator.',
  })
  retireAsset(
    @Arg('input', () => RetireAssetInput, { description: 'Which asset.' }) input: RetireAssetInput,
    @Ctx() context: RequestContext,
  ): Promise<AssetPayload> {
    return payload(async () => ({ asset: await retireAsset(context, input) }));
  }

  @Mutation(() => AssetPayload, {
    description: 'Takes a retired asset into use again. Roles: admin, manager, operator.',
  })
  reviveAsset(
    @Arg('input', () => ReviveAssetInput, { description: 'Which asset, and why.' }) input: ReviveAssetInput,
    @Ctx() context: RequestContext,
  ): Promise<AssetPayload> {
    return payload(async () => ({ asset: await reviveAsset(context, input) }));
  }

  @Mutation(() => ImportReport, {
    description:
      'Imports rows of `assets.csv`; kinds that are not on record are created, further columns become attributes. Roles: admin, operator.',
  })
  importAssets(
    @Arg('input', () => ImportInput, { description: 'The rows.' }) input: ImportInput,
    @Ctx() context: RequestContext,
  ): Promise<ImportReport> {
    return importAssets(context, input);
  }
}

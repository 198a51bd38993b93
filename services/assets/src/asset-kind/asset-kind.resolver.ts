import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { ConnectionArgs, ExternalIdArgs, payload, toConnection, type RequestContext } from '@plimsoll/shared';
import { HistoryConnection, loadHistory } from '../history/index.js';
import { listAssetKinds, loadAssetKind, loadAssetKindByExternalId } from './asset-kind.loader.js';
import { createAssetKind, updateAssetKind } from './asset-kind.service.js';
import {
  AssetKind,
  AssetKindConnection,
  AssetKindPayload,
  AssetKindsArgs,
  AttributeDefinitionObject,
  CreateAssetKindInput,
  UpdateAssetKindInput,
} from './asset-kind.types.js';
import { definitionsOf } from './attribute.rules.js';

@Resolver(() => AssetKind)
export class AssetKindResolver {
  @Query(() => AssetKind, {
    nullable: true,
    description: 'The kind of asset with this id; null where there is none for you.',
  })
  assetKind(
    @Arg('id', () => ID, { description: 'Identifier, `knd_…`.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<AssetKind | null> {
    return loadAssetKind(context, id);
  }

  @Query(() => AssetKind, {
    nullable: true,
    description: 'The kind of asset with this identifier in another system.',
  })
  assetKindByExternalId(
    @Args(() => ExternalIdArgs) { source, externalId }: ExternalIdArgs,
    @Ctx() context: RequestContext,
  ): Promise<AssetKind | null> {
    return loadAssetKindByExternalId(context, source, externalId);
  }

  @Query(() => AssetKindConnection, { description: 'Kinds of assets.' })
  async assetKinds(@Args(() => AssetKindsArgs) args: AssetKindsArgs, @Ctx() context: RequestContext) {
    return toConnection(await listAssetKinds(context, args), (row) => row);
  }

  @FieldResolver(() => [AttributeDefinitionObject], {
    nullable: true,
    description:
      'The attributes of its schema whose value is a text, a number or a boolean, by name; null where the kind says nothing of attributes.',
  })
  attributes(@Root() { attributeSchema }: AssetKind): AttributeDefinitionObject[] | null {
    return definitionsOf(attributeSchema ?? null);
  }

  @FieldResolver(() => HistoryConnection, {
    nullable: true,
    description: 'What changed, by whom and when; newest first. Staff only.',
  })
  history(
    @Root() kind: AssetKind,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    return loadHistory(context, 'asset_kind', kind.id, args);
  }

  @Mutation(() => AssetKindPayload, {
    description: 'Creates a kind of asset. Roles: admin, manager, operator.',
  })
  createAssetKind(
    @Arg('input', () => CreateAssetKindInput, { description: 'The new kind.' }) input: CreateAssetKindInput,
    @Ctx() context: RequestContext,
  ): Promise<AssetKindPayload> {
    return payload(async () => ({ assetKind: await createAssetKind(context, input) }));
  }

  @Mutation(() => AssetKindPayload, {
    description: 'Changes a kind of asset. Roles: admin, manager, operator.',
  })
  updateAssetKind(
    @Arg('input', () => UpdateAssetKindInput, { description: 'What changes.' }) input: UpdateAssetKindInput,
    @Ctx() context: RequestContext,
  ): Promise<AssetKindPayload> {
    return payload(async () => ({ assetKind: await updateAssetKind(context, input) }));
  }
}

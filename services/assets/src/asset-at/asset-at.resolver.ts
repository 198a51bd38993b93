import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { DateTimeScalar, toConnection, type RequestContext } from '@plimsoll/shared';
import { Asset, AssetConnection, loadAsset } from '../asset/index.js';
import { checkPast, listAssetsAt, loadAssetAt } from './asset-at.loader.js';
import { asOf, AssetsAtArgs } from './asset-at.types.js';

@Resolver(() => Asset)
export class AssetAtResolver {
  @Query(() => Asset, {
    nullable: true,
    description:
      'The asset with this id; null where there is none for you. With `at`, as it was at that instant: its own fields, what it depended on and what needed it, its placements, its state and its impact come from the history of these records; what other records say of it, such as tickets and changes, is as it is now. Null where it was not recorded yet. The past is for staff only. Of an instant within the last seconds, a transaction still under way may yet be told.',
  })
  asset(
    @Arg('id', () => ID, { description: 'Identifier, `ast_…`.' }) id: string,
    @Arg('at', () => DateTimeScalar, {
      nullable: true,
      description: 'An instant of the past, inclusive to the millisecond; now by default.',
    })
    at: Date | null,
    @Ctx() context: RequestContext,
  ): Promise<Asset | null> {
    return at == null ? loadAsset(context, id) : loadAssetAt(context, id, checkPast(context, at));
  }

  @Query(() => AssetConnection, {
    description:
      'The assets on record at an instant, as they were then, by id; as in `asset(id, at)`. Its cost grows with the whole history of assets. Staff only.',
  })
  async assetsAt(@Args(() => AssetsAtArgs) args: AssetsAtArgs, @Ctx() context: RequestContext) {
    return toConnection(await listAssetsAt(context, args), (row): Asset => row);
  }

  @FieldResolver(() => DateTimeScalar, {
    nullable: true,
    description: 'The instant of the past that its fields are of; null where they are of now.',
  })
  asOf(@Root() asset: Asset): Date | null {
    return asOf(asset);
  }
}

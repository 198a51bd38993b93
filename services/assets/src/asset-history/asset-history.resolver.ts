import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { ConnectionArgs, type RequestContext } from '@plimsoll/shared';
import { Asset } from '../asset/index.js';
import { Change, loadChange } from '../change/index.js';
import { loadHistory } from '../history/index.js';
import { AssetHistoryConnection, AssetHistoryEntry } from './asset-history.types.js';

@Resolver(() => Asset)
export class AssetHistoryResolver {
  @FieldResolver(() => AssetHistoryConnection, {
    nullable: true,
    description:
      'What changed on the asset itself, by whom, when and through which change; newest first. Staff only. Dependencies and placements have a history of their own.',
  })
  history(
    @Root() { id }: Asset,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    return loadHistory(context, 'asset', id, args);
  }
}

@Resolver(() => AssetHistoryEntry)
export class AssetHistoryEntryResolver {
  @FieldResolver(() => Change, { nullable: true, description: 'The change it was part of, if any.' })
  change(@Root() { changeId }: AssetHistoryEntry, @Ctx() context: RequestContext) {
    return changeId === null ? null : loadChange(context, changeId);
  }
}

import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import {
  ConnectionArgs,
  ExternalIdArgs,
  ImpactState,
  isId,
  toConnection,
  type RequestContext,
} from '@plimsoll/shared';
import { Customer, Person } from '../account/index.js';
import { Asset, loadAsset } from '../asset/index.js';
import { HistoryConnection, loadHistory } from '../history/index.js';
import { OutageImpact } from '../what-if/index.js';
import {
  listAssetChanges,
  listChanges,
  listUpcomingOfCustomer,
  loadChange,
  loadChangeByExternalId,
  loadChangeWhatIf,
} from './change.loader.js';
import { stateNow } from './change.rules.js';
import type { ChangeRecord } from './change.store.js';
import {
  Change,
  ChangeConnection,
  ChangesArgs,
  ChangeWindow,
  CustomerChangeConnection,
} from './change.types.js';

@Resolver(() => Change)
export class ChangeResolver {
  @Query(() => Change, {
    nullable: true,
    description: 'The change with this id; null where there is none for you.',
  })
  change(
    @Arg('id', () => ID, { description: 'Identifier, `chg_…`.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<ChangeRecord | null> {
    return loadChange(context, id);
  }

  @Query(() => Change, { nullable: true, description: 'The change with this identifier in another system.' })
  changeByExternalId(
    @Args(() => ExternalIdArgs) { source, externalId }: ExternalIdArgs,
    @Ctx() context: RequestContext,
  ): Promise<ChangeRecord | null> {
    return loadChangeByExternalId(context, source, externalId);
  }

  @Query(() => ChangeConnection, { description: 'Changes.' })
  async changes(@Args(() => ChangesArgs) args: ChangesArgs, @Ctx() context: RequestContext) {
    return toConnection(await listChanges(context, args), (row) => row);
  }

  @FieldResolver(() => ImpactState, {
    nullable: true,
    description: 'What it holds its assets in now: its expected state while it is in progress, else UP.',
  })
  state(@Root() { status, expectedState }: ChangeRecord): ImpactState {
    return ImpactState[stateNow(status, expectedState)];
  }

  @FieldResolver(() => ChangeWindow, {
    nullable: true,
    description: 'When it is to be carried out; null where it was imported without.',
  })
  window(@Root() { windowFrom, windowTo }: ChangeRecord): ChangeWindow | null {
    return windowFrom && windowTo ? { from: windowFrom, to: windowTo } : null;
  }

  @FieldResolver(() => [Asset], { nullable: true, description: 'The assets it changes, those you may see.' })
  async assets(@Root() { assetIds }: ChangeRecord, @Ctx() context: RequestContext): Promise<Asset[]> {
    const found = await Promise.all(assetIds.map((id) => loadAsset(context, id)));
    return found.filter((asset) => asset !== null);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'What is done and why, at length. Staff only.',
  })
  description(@Root() change: ChangeRecord, @Ctx() context: RequestContext): string | null {
    return forStaff(context, change.description);
  }

  @FieldResolver(() => String, { nullable: true, description: 'How it is undone. Staff only.' })
  rollbackPlan(@Root() change: ChangeRecord, @Ctx() context: RequestContext): string | null {
    return forStaff(context, change.rollbackPlan);
  }

  @FieldResolver(() => Person, { nullable: true, description: 'Who asked for it. Staff only.' })
  requestedBy(@Root() change: ChangeRecord, @Ctx() context: RequestContext): Person | null {
    return personOf(forStaff(context, change.requestedBy));
  }

  @FieldResolver(() => Person, {
    nullable: true,
    description: 'Who last decided about it in review. Staff only.',
  })
  reviewedBy(@Root() change: ChangeRecord, @Ctx() context: RequestContext): Person | null {
    return personOf(forStaff(context, change.reviewedBy));
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'What was said in the last review. Staff only.',
  })
  reviewComment(@Root() change: ChangeRecord, @Ctx() context: RequestContext): string | null {
    return forStaff(context, change.reviewComment);
  }

  @FieldResolver(() => [Person], { nullable: true, description: 'Who carries it out. Staff only.' })
  implementers(@Root() change: ChangeRecord, @Ctx() context: RequestContext): Person[] | null {
    return forStaff(context, change.implementerIds)?.map((id) => ({ id })) ?? null;
  }

  @FieldResolver(() => String, { nullable: true, description: 'The team it is done by. Staff only.' })
  teamName(@Root() change: ChangeRecord, @Ctx() context: RequestContext): string | null {
    return forStaff(context, change.teamName);
  }

  @FieldResolver(() => String, { nullable: true, description: 'Why it cannot wait. Staff only.' })
  emergencyReason(@Root() change: ChangeRecord, @Ctx() context: RequestContext): string | null {
    return forStaff(context, change.emergencyReason);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'Why it is carried out although something blocks it; null: nothing was overridden. Staff only.',
  })
  overriddenConflicts(@Root() change: ChangeRecord, @Ctx() context: RequestContext): string | null {
    return forStaff(context, change.overriddenConflicts);
  }

  @FieldResolver(() => OutageImpact, {
    nullable: true,
    description:
      'What would happen to whom if its assets were in their expected state throughout its window, amid open incidents and other approved changes; null without a window or assets.',
  })
  whatIf(@Root() change: ChangeRecord, @Ctx() context: RequestContext): Promise<OutageImpact | null> {
    return loadChangeWhatIf(context, change);
  }

  @FieldResolver(() => HistoryConnection, {
    nullable: true,
    description: 'What changed, by whom and when; newest first. Staff only.',
  })
  history(
    @Root() { id }: ChangeRecord,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    return loadHistory(context, 'change', id, args);
  }
}

@Resolver(() => Asset)
export class AssetChangesResolver {
  @FieldResolver(() => ChangeConnection, {
    nullable: true,
    description: 'The changes made to it or planned for it.',
  })
  async changes(
    @Root() { id }: Asset,
    @Args(() => ChangesArgs) args: ChangesArgs,
    @Ctx() context: RequestContext,
  ) {
    return toConnection(await listAssetChanges(context, id, args), (row) => row);
  }
}

@Resolver(() => Customer)
export class CustomerChangesResolver {
  @FieldResolver(() => CustomerChangeConnection, {
    nullable: true,
    description:
      'Changes approved, scheduled or in progress that would degrade a product of this customer or take it down, the earliest first.',
  })
  upcomingChanges(
    @Root() { id }: Customer,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    return listUpcomingOfCustomer(context, id, args);
  }
}

function forStaff<T>(context: RequestContext, value: T | null): T | null {
  return context.scope.kind === 'STAFF' ? value : null;
}

function personOf(id: string | null): Person | null {
  return id !== null && isId('per', id) ? { id } : null;
}

import {
  ConnectionArgs,
  DateTimeScalar,
  ExternalIdArgs,
  payload,
  toConnection,
  type RequestContext,
} from '@plimsoll/shared';
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import {
  CalendarOccurrence,
  listOccurrences,
  occurrenceAt,
  OccurrencesArgs,
  ScopeOfAssets,
} from '../change-calendar/index.js';
import { HistoryConnection, loadHistory } from '../history/index.js';
import { listFreezes, loadFreeze, loadFreezeByExternalId } from './freeze.loader.js';
import { createFreeze, updateFreeze, withdrawFreeze } from './freeze.service.js';
import type { FreezeRecord } from './freeze.store.js';
import {
  CreateFreezeInput,
  Freeze,
  FreezeConnection,
  FreezePayload,
  FreezesArgs,
  UpdateFreezeInput,
  WithdrawFreezeInput,
} from './freeze.types.js';

@Resolver(() => Freeze)
export class FreezeResolver {
  @Query(() => Freeze, {
    nullable: true,
    description: 'The freeze with this id; null where there is none for you.',
  })
  freeze(
    @Arg('id', () => ID, { description: 'Identifier, `frz_…`.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<Freeze | null> {
    return loadFreeze(context, id);
  }

  @Query(() => Freeze, { nullable: true, description: 'The freeze with this identifier in another system.' })
  freezeByExternalId(
    @Args(() => ExternalIdArgs) { source, externalId }: ExternalIdArgs,
    @Ctx() context: RequestContext,
  ): Promise<Freeze | null> {
    return loadFreezeByExternalId(context, source, externalId);
  }

  @Query(() => FreezeConnection, {
    description: 'A time in which assets are not to be changed, once or again and again. Staff only.',
  })
  async freezes(@Args(() => FreezesArgs) args: FreezesArgs, @Ctx() context: RequestContext) {
    return toConnection(await listFreezes(context, args), (row) => row);
  }

  @FieldResolver(() => ScopeOfAssets, { nullable: true, description: 'The assets it is about.' })
  scope(@Root() { kinds, tags, assetIds, locations, regions }: FreezeRecord): ScopeOfAssets {
    return { kinds, tags, assetIds, locations, regions };
  }

  @FieldResolver(() => DateTimeScalar, {
    nullable: true,
    description:
      'In a conflict the occurrence that is meant; else that under way, or the next within five years: when it begins; null without one.',
  })
  from(@Root() root: FreezeRecord & Freeze, @Ctx() context: RequestContext): Date | null {
    return instantOf(occurrenceAt(root, root.meantAt ?? context.now)?.from);
  }

  @FieldResolver(() => DateTimeScalar, {
    nullable: true,
    description:
      'In a conflict the occurrence that is meant; else that under way, or the next within five years: when it is over (exclusive); null without one.',
  })
  to(@Root() root: FreezeRecord & Freeze, @Ctx() context: RequestContext): Date | null {
    return instantOf(occurrenceAt(root, root.meantAt ?? context.now)?.to);
  }

  @FieldResolver(() => [CalendarOccurrence], {
    nullable: true,
    description:
      'The occurrences that overlap an interval, the earliest first; also of what has been withdrawn.',
  })
  occurrences(
    @Root() root: FreezeRecord,
    @Args(() => OccurrencesArgs) { from, to }: OccurrencesArgs,
  ): CalendarOccurrence[] {
    return listOccurrences(root, from, to);
  }

  @FieldResolver(() => HistoryConnection, {
    nullable: true,
    description: 'What changed, by whom and when; newest first. Staff only.',
  })
  history(
    @Root() { id }: FreezeRecord,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    return loadHistory(context, 'freeze', id, args);
  }

  @Mutation(() => FreezePayload, { description: 'Creates a freeze. Roles: admin, manager, operator.' })
  createFreeze(
    @Arg('input', () => CreateFreezeInput, { description: 'The new freeze.' }) input: CreateFreezeInput,
    @Ctx() context: RequestContext,
  ): Promise<FreezePayload> {
    return payload(async () => ({ freeze: await createFreeze(context, input) }));
  }

  @Mutation(() => FreezePayload, {
    description: 'Changes a freeze that is in force. Roles: admin, manager, operator.',
  })
  updateFreeze(
    @Arg('input', () => UpdateFreezeInput, { description: 'What changes.' }) input: UpdateFreezeInput,
    @Ctx() context: RequestContext,
  ): Promise<FreezePayload> {
    return payload(async () => ({ freeze: await updateFreeze(context, input) }));
  }

  @Mutation(() => FreezePayload, {
    description:
      'Withdraws a freeze: from now on it does not count, and it stays on record. Roles: admin, manager, operator.',
  })
  withdrawFreeze(
    @Arg('input', () => WithdrawFreezeInput, { description: 'Which, and why.' }) input: WithdrawFreezeInput,
    @Ctx() context: RequestContext,
  ): Promise<FreezePayload> {
    return payload(async () => ({ freeze: await withdrawFreeze(context, input) }));
  }
}

function instantOf(at: number | undefined): Date | null {
  return at === undefined ? null : new Date(at);
}

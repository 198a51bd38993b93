import {
  ConnectionArgs,
  ExternalIdArgs,
  isId,
  payload,
  toConnection,
  type RequestContext,
} from '@plimsoll/shared';
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Person } from '../account/index.js';
import { Asset, loadAsset } from '../asset/index.js';
import { Change, loadChange } from '../change/index.js';
import { Environment, loadEnvironment } from '../environment/index.js';
import { HistoryConnection, loadHistory } from '../history/index.js';
import { loadRelease, Release } from '../release/index.js';
import { listRollouts, listRolloutsOf, loadRollout, loadRolloutByExternalId } from './rollout.loader.js';
import { completeRollback, completeRollout, startRollback, startRollout } from './rollout.service.js';
import type { RolloutRecord } from './rollout.store.js';
import {
  CompleteRollbackInput,
  CompleteRolloutInput,
  Rollout,
  RolloutConnection,
  RolloutPayload,
  RolloutsArgs,
  StartRollbackInput,
  StartRolloutInput,
} from './rollout.types.js';

@Resolver(() => Rollout)
export class RolloutResolver {
  @Query(() => Rollout, {
    nullable: true,
    description: 'The rollout with this id; null where there is none for you. Staff only.',
  })
  rollout(
    @Arg('id', () => ID, { description: 'Identifier, `rol_…`.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<Rollout | null> {
    return loadRollout(context, id);
  }

  @Query(() => Rollout, {
    nullable: true,
    description: 'The rollout with this identifier in the system of its deployer. Staff only.',
  })
  rolloutByExternalId(
    @Args(() => ExternalIdArgs) { source, externalId }: ExternalIdArgs,
    @Ctx() context: RequestContext,
  ): Promise<Rollout | null> {
    return loadRolloutByExternalId(context, source, externalId);
  }

  @Query(() => RolloutConnection, { description: 'Rollouts of all releases. Staff only.' })
  async rollouts(@Args(() => RolloutsArgs) args: RolloutsArgs, @Ctx() context: RequestContext) {
    return toConnection(await listRollouts(context, args), (row) => row);
  }

  @FieldResolver(() => Release, { nullable: true, description: 'What is rolled out.' })
  release(@Root() { releaseId }: RolloutRecord, @Ctx() context: RequestContext): Promise<Release | null> {
    return loadRelease(context, releaseId);
  }

  @FieldResolver(() => Environment, { nullable: true, description: 'Where it is rolled out.' })
  environment(
    @Root() { environmentId }: RolloutRecord,
    @Ctx() context: RequestContext,
  ): Promise<Environment | null> {
    return loadEnvironment(context, environmentId);
  }

  @FieldResolver(() => [Asset], {
    nullable: true,
    description: 'The assets it brings a version of: those of the release when it began.',
  })
  async assets(@Root() { assetIds }: RolloutRecord, @Ctx() context: RequestContext): Promise<Asset[]> {
    const assets = await Promise.all(assetIds.map((id) => loadAsset(context, id)));
    return assets.filter((asset) => asset !== null);
  }

  @FieldResolver(() => Change, { nullable: true, description: 'The change by which it is done.' })
  change(@Root() { changeId }: RolloutRecord, @Ctx() context: RequestContext): Promise<Change | null> | null {
    return changeId === null ? null : loadChange(context, changeId);
  }

  @FieldResolver(() => Person, {
    nullable: true,
    description: 'Who began it; null for the platform itself and for machines.',
  })
  startedBy(@Root() { startedBy }: RolloutRecord): Person | null {
    return startedBy !== null && isId('per', startedBy) ? { id: startedBy } : null;
  }

  @FieldResolver(() => HistoryConnection, {
    nullable: true,
    description: 'What changed, by whom and when; newest first.',
  })
  history(
    @Root() { id }: RolloutRecord,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    return loadHistory(context, 'rollout', id, args);
  }

  @Mutation(() => RolloutPayload, {
    description:
      'Begins a rollout to a stage whose gates are open; an admin or a manager may override those that are shut. Roles: admin, manager, operator.',
  })
  startRollout(
    @Arg('input', () => StartRolloutInput, { description: 'What, where and when.' }) input: StartRolloutInput,
    @Ctx() context: RequestContext,
  ): Promise<RolloutPayload> {
    return payload(async () => ({ rollout: await startRollout(context, input) }));
  }

  @Mutation(() => RolloutPayload, { description: 'Ends a rollout. Roles: admin, manager, operator.' })
  completeRollout(
    @Arg('input', () => CompleteRolloutInput, { description: 'Which, and what came of it.' })
    input: CompleteRolloutInput,
    @Ctx() context: RequestContext,
  ): Promise<RolloutPayload> {
    return payload(async () => ({ rollout: await completeRollout(context, input) }));
  }

  @Mutation(() => RolloutPayload, {
    description:
      'Begins to take a rollout back; one that is still under way has failed then. Roles: admin, manager, operator.',
  })
  startRollback(
    @Arg('input', () => StartRollbackInput, { description: 'Which, and why.' }) input: StartRollbackInput,
    @Ctx() context: RequestContext,
  ): Promise<RolloutPayload> {
    return payload(async () => ({ rollout: await startRollback(context, input) }));
  }

  @Mutation(() => RolloutPayload, {
    description:
      'Ends taking a rollout back: where that succeeded, what ran before runs again. Roles: admin, manager, operator.',
  })
  completeRollback(
    @Arg('input', () => CompleteRollbackInput, { description: 'Which, and what came of it.' })
    input: CompleteRollbackInput,
    @Ctx() context: RequestContext,
  ): Promise<RolloutPayload> {
    return payload(async () => ({ rollout: await completeRollback(context, input) }));
  }
}

@Resolver(() => Release)
export class ReleaseRolloutsResolver {
  @FieldResolver(() => RolloutConnection, {
    nullable: true,
    description: 'Its rollouts, of all stages; the newest first by default.',
  })
  async rollouts(
    @Root() { id }: Release,
    @Args(() => RolloutsArgs) args: RolloutsArgs,
    @Ctx() context: RequestContext,
  ) {
    return toConnection(await listRolloutsOf(context, 'release', id, args), (row) => row);
  }
}

@Resolver(() => Change)
export class ChangeRolloutsResolver {
  @FieldResolver(() => RolloutConnection, {
    nullable: true,
    description: 'The rollouts that are done by it; the newest first by default. Staff only.',
  })
  async rollouts(
    @Root() { id }: Change,
    @Args(() => RolloutsArgs) args: RolloutsArgs,
    @Ctx() context: RequestContext,
  ) {
    return toConnection(await listRolloutsOf(context, 'change', id, args), (row) => row);
  }
}

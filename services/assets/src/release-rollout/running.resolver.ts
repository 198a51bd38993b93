import { toConnection, type RequestContext } from '@plimsoll/shared';
import { Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { Asset, loadAsset } from '../asset/index.js';
import { Environment, loadEnvironment } from '../environment/index.js';
import { loadRelease, Release } from '../release/index.js';
import { listRunning, listRunningOf, loadRollout } from './rollout.loader.js';
import { Rollout } from './rollout.types.js';
import {
  DeployedRelease,
  DeployedReleaseConnection,
  DeployedReleasesArgs,
  RunningArgs,
} from './running.types.js';

@Resolver(() => DeployedRelease)
export class DeployedReleaseResolver {
  @Query(() => DeployedReleaseConnection, {
    description: 'What runs where, now or at an instant; what came last comes first. Staff only.',
  })
  async deployedReleases(
    @Args(() => DeployedReleasesArgs) { filter, ...args }: DeployedReleasesArgs,
    @Ctx() context: RequestContext,
  ) {
    return toConnection(await listRunning(context, args, filter ?? {}), (row) => row);
  }

  @FieldResolver(() => Asset, { nullable: true, description: 'On which asset.' })
  asset(@Root() { assetId }: DeployedRelease, @Ctx() context: RequestContext): Promise<Asset | null> {
    return loadAsset(context, assetId);
  }

  @FieldResolver(() => Environment, { nullable: true, description: 'In which environment.' })
  environment(
    @Root() { environmentId }: DeployedRelease,
    @Ctx() context: RequestContext,
  ): Promise<Environment | null> {
    return loadEnvironment(context, environmentId);
  }

  @FieldResolver(() => Release, { nullable: true, description: 'What runs.' })
  release(@Root() { releaseId }: DeployedRelease, @Ctx() context: RequestContext): Promise<Release | null> {
    return loadRelease(context, releaseId);
  }

  @FieldResolver(() => Rollout, { nullable: true, description: 'The rollout that brought it.' })
  rollout(@Root() { rolloutId }: DeployedRelease, @Ctx() context: RequestContext): Promise<Rollout | null> {
    return loadRollout(context, rolloutId);
  }
}

@Resolver(() => Asset)
export class AssetRunsResolver {
  @FieldResolver(() => DeployedReleaseConnection, {
    nullable: true,
    description: 'The releases of it that run, by environment and region, now or at an instant. Staff only.',
  })
  async runs(
    @Root() { id }: Asset,
    @Args(() => RunningArgs) args: RunningArgs,
    @Ctx() context: RequestContext,
  ) {
    return toConnection(await listRunningOf(context, 'asset', id, args), (row) => row);
  }
}

@Resolver(() => Environment)
export class EnvironmentRunsResolver {
  @FieldResolver(() => DeployedReleaseConnection, {
    nullable: true,
    description: 'What runs there, by asset and region, now or at an instant.',
  })
  async runs(
    @Root() { id }: Environment,
    @Args(() => RunningArgs) args: RunningArgs,
    @Ctx() context: RequestContext,
  ) {
    return toConnection(await listRunningOf(context, 'environment', id, args), (row) => row);
  }
}

@Resolver(() => Release)
export class ReleaseRunsResolver {
  @FieldResolver(() => DeployedReleaseConnection, {
    nullable: true,
    description: 'Where it runs, by asset, environment and region, now or at an instant.',
  })
  async runs(
    @Root() { id }: Release,
    @Args(() => RunningArgs) args: RunningArgs,
    @Ctx() context: RequestContext,
  ) {
    return toConnection(await listRunningOf(context, 'release', id, args), (row) => row);
  }
}

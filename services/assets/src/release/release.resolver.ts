import {
  ConnectionArgs,
  ExternalIdArgs,
  isId,
  payload,
  toConnection,
  type RequestContext,
} from '@plimsoll/shared';
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Person, Product } from '../account/index.js';
import { Asset, loadAsset } from '../asset/index.js';
import { Change, ChangeConnection } from '../change/index.js';
import type { ChangeRecord } from '../change/index.js';
import { loadEnvironment } from '../environment/index.js';
import { HistoryConnection, loadHistory } from '../history/index.js';
import {
  CancelReleaseInput,
  CreateReleaseInput,
  DecideReleaseGateInput,
  ReleasePayload,
  UpdateReleaseInput,
} from './release-input.types.js';
import {
  listReleaseChanges,
  listReleases,
  loadGates,
  loadRelease,
  loadReleaseByExternalId,
  loadStageStatuses,
} from './release.loader.js';
import { cancelRelease, createRelease, decideReleaseGate, updateRelease } from './release.service.js';
import type { ReleaseRecord } from './release.store.js';
import {
  gateOf,
  Release,
  ReleaseConnection,
  ReleaseGate,
  ReleasesArgs,
  ReleaseStage,
  stageOf,
} from './release.types.js';

@Resolver(() => Release)
export class ReleaseResolver {
  @Query(() => Release, {
    nullable: true,
    description: 'The release with this id; null where there is none for you. Staff only.',
  })
  release(
    @Arg('id', () => ID, { description: 'Identifier, `rel_…`.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<Release | null> {
    return loadRelease(context, id);
  }

  @Query(() => Release, {
    nullable: true,
    description: 'The release with this identifier in another system. Staff only.',
  })
  releaseByExternalId(
    @Args(() => ExternalIdArgs) { source, externalId }: ExternalIdArgs,
    @Ctx() context: RequestContext,
  ): Promise<Release | null> {
    return loadReleaseByExternalId(context, source, externalId);
  }

  @Query(() => ReleaseConnection, { description: 'Releases. Staff only.' })
  async releases(@Args(() => ReleasesArgs) args: ReleasesArgs, @Ctx() context: RequestContext) {
    return toConnection(await listReleases(context, args), (row) => row);
  }

  @FieldResolver(() => Product, { nullable: true, description: 'The product it belongs to.' })
  product(@Root() { productId }: ReleaseRecord): Product | null {
    return productId === null ? null : { id: productId };
  }

  @FieldResolver(() => [Asset], { nullable: true, description: 'The assets it is a version of.' })
  async assets(@Root() release: ReleaseRecord, @Ctx() context: RequestContext): Promise<Asset[]> {
    const assets = await Promise.all(release.assetIds.map((id) => loadAsset(context, id)));
    return assets.filter((asset) => asset !== null);
  }

  @FieldResolver(() => ChangeConnection, {
    nullable: true,
    description: 'The changes that bring it; the earliest window first.',
  })
  async changes(
    @Root() { id }: ReleaseRecord,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    return toConnection(await listReleaseChanges(context, id, args), (row) => row);
  }

  @FieldResolver(() => [ReleaseStage], {
    nullable: true,
    description: 'Where it is rolled out, in order, and how far that is.',
  })
  async stages(@Root() release: ReleaseRecord, @Ctx() context: RequestContext): Promise<ReleaseStage[]> {
    const statuses = await loadStageStatuses(context, release.id);
    return release.stages.map((stage) => stageOf(release, stage, statuses.get(stage.position)));
  }

  @FieldResolver(() => Person, {
    nullable: true,
    description: 'Who recorded it; null for the platform itself and for machines.',
  })
  createdBy(@Root() release: ReleaseRecord): Person | null {
    return personOf(release.createdBy);
  }

  @FieldResolver(() => HistoryConnection, {
    nullable: true,
    description: 'What changed, by whom and when; newest first.',
  })
  history(
    @Root() { id }: ReleaseRecord,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    return loadHistory(context, 'release', id, args);
  }

  @Mutation(() => ReleasePayload, { description: 'Creates a release. Roles: admin, manager, operator.' })
  createRelease(
    @Arg('input', () => CreateReleaseInput, { description: 'The new release.' }) input: CreateReleaseInput,
    @Ctx() context: RequestContext,
  ): Promise<ReleasePayload> {
    return payload(async () => ({ release: await createRelease(context, input) }));
  }

  @Mutation(() => ReleasePayload, { description: 'Changes a release. Roles: admin, manager, operator.' })
  updateRelease(
    @Arg('input', () => UpdateReleaseInput, { description: 'What changes.' }) input: UpdateReleaseInput,
    @Ctx() context: RequestContext,
  ): Promise<ReleasePayload> {
    return payload(async () => ({ release: await updateRelease(context, input) }));
  }

  @Mutation(() => ReleasePayload, {
    description: 'Gives a release up of which no stage is under way. Roles: admin, manager, operator.',
  })
  cancelRelease(
    @Arg('input', () => CancelReleaseInput, { description: 'Which, and why.' }) input: CancelReleaseInput,
    @Ctx() context: RequestContext,
  ): Promise<ReleasePayload> {
    return payload(async () => ({ release: await cancelRelease(context, input) }));
  }

  @Mutation(() => ReleasePayload, {
    description:
      'Decides at a gate that is approved; the last decision counts, and nobody opens a gate of a release of their own. Roles: as the gate says.',
  })
  decideReleaseGate(
    @Arg('input', () => DecideReleaseGateInput, { description: 'The decision.' })
    input: DecideReleaseGateInput,
    @Ctx() context: RequestContext,
  ): Promise<ReleasePayload> {
    return payload(async () => ({ release: await decideReleaseGate(context, input) }));
  }
}

@Resolver(() => ReleaseStage)
export class ReleaseStageResolver {
  @FieldResolver(() => String, { nullable: true, description: 'The name of the environment.' })
  async environment(@Root() stage: ReleaseStage, @Ctx() context: RequestContext): Promise<string | null> {
    return (await loadEnvironment(context, stage.environmentId))?.name ?? null;
  }

  @FieldResolver(() => [ReleaseGate], {
    nullable: true,
    description: 'What has to hold before it begins, and whether it does.',
  })
  async gates(@Root() stage: ReleaseStage, @Ctx() context: RequestContext): Promise<ReleaseGate[]> {
    return (await loadGates(context, stage)).map((state) => gateOf(state, personOf));
  }
}

@Resolver(() => Change)
export class ChangeReleaseResolver {
  @FieldResolver(() => Release, { nullable: true, description: 'The release it is part of. Staff only.' })
  release(
    @Root() { releaseId }: ChangeRecord,
    @Ctx() context: RequestContext,
  ): Promise<Release | null> | null {
    return releaseId === null ? null : loadRelease(context, releaseId);
  }
}

function personOf(id: string | null): Person | null {
  return id !== null && isId('per', id) ? { id } : null;
}

import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import {
  ConnectionArgs,
  ExternalIdArgs,
  ImportInput,
  ImportReport,
  payload,
  toConnection,
  type RequestContext,
} from '@plimsoll/shared';
import { HistoryConnection, loadHistory } from '../history/index.js';
import { listPods, loadPod, loadPodByExternalId } from './pod.loader.js';
import { createPod, importPods, updatePod } from './pod.service.js';
import { CreatePodInput, Pod, PodConnection, PodPayload, PodsArgs, UpdatePodInput } from './pod.types.js';

@Resolver(() => Pod)
export class PodResolver {
  @Query(() => Pod, {
    nullable: true,
    description: 'The pod with this id; null where there is none for you.',
  })
  pod(
    @Arg('id', () => ID, { description: 'Identifier, `pod_…`.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<Pod | null> {
    return loadPod(context, id);
  }

  @Query(() => Pod, { nullable: true, description: 'The pod with this identifier in another system.' })
  podByExternalId(
    @Args(() => ExternalIdArgs) { source, externalId }: ExternalIdArgs,
    @Ctx() context: RequestContext,
  ): Promise<Pod | null> {
    return loadPodByExternalId(context, source, externalId);
  }

  @Query(() => PodConnection, { description: 'Pods.' })
  async pods(@Args(() => PodsArgs) args: PodsArgs, @Ctx() context: RequestContext) {
    return toConnection(await listPods(context, args), (row) => row);
  }

  @FieldResolver(() => HistoryConnection, {
    nullable: true,
    description: 'What changed, by whom and when; newest first. Staff only.',
  })
  history(
    @Root() pod: Pod,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    return loadHistory(context, 'pod', pod.id, args);
  }

  @Mutation(() => PodPayload, { description: 'Creates a pod. Roles: admin, manager, operator.' })
  createPod(
    @Arg('input', () => CreatePodInput, { description: 'The new pod.' }) input: CreatePodInput,
    @Ctx() context: RequestContext,
  ): Promise<PodPayload> {
    return payload(async () => ({ pod: await createPod(context, input) }));
  }

  @Mutation(() => PodPayload, { description: 'Changes a pod. Roles: admin, manager, operator.' })
  updatePod(
    @Arg('input', () => UpdatePodInput, { description: 'What changes.' }) input: UpdatePodInput,
    @Ctx() context: RequestContext,
  ): Promise<PodPayload> {
    return payload(async () => ({ pod: await updatePod(context, input) }));
  }

  @Mutation(() => ImportReport, { description: 'Imports rows of `pods.csv`. Roles: admin, operator.' })
  importPods(
    @Arg('input', () => ImportInput, { description: 'The rows.' }) input: ImportInput,
    @Ctx() context: RequestContext,
  ): Promise<ImportReport> {
    return importPods(context, input);
  }
}

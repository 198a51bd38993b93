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
import { CrewsArgs } from '../crew/index.js';
import { HistoryConnection, loadHistory } from '../history/index.js';
import { queueLoaders } from './queue.loader.js';
import { createQueue, importQueues, updateQueue } from './queue.service.js';
import { CreateQueueInput, Queue, QueueConnection, QueuePayload, UpdateQueueInput } from './queue.types.js';

@Resolver(() => Queue)
export class QueueResolver {
  @Query(() => Queue, {
    nullable: true,
    description: 'The queue with this id; null where there is none for you.',
  })
  queue(
    @Arg('id', () => ID, { description: 'Identifier, `que_…`.' }) id: string,
    @Ctx() context: RequestContext,
  ) {
    return queueLoaders.byId(context, id);
  }

  @Query(() => Queue, { nullable: true, description: 'The queue with this identifier in another system.' })
  queueByExternalId(
    @Args(() => ExternalIdArgs) { source, externalId }: ExternalIdArgs,
    @Ctx() context: RequestContext,
  ) {
    return queueLoaders.byExternalId(context, source, externalId);
  }

  @Query(() => QueueConnection, { description: 'Queues; staff see all, others none.' })
  async queues(@Args(() => CrewsArgs) args: CrewsArgs, @Ctx() context: RequestContext) {
    return toConnection(await queueLoaders.page(context, args), (row) => row);
  }

  @FieldResolver(() => HistoryConnection, {
    nullable: true,
    description: 'What changed, by whom and when; newest first. Staff only.',
  })
  history(
    @Root() queue: Queue,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    return loadHistory(context, 'queue', queue.id, args);
  }

  @Mutation(() => QueuePayload, { description: 'Creates a queue. Roles: admin, manager, operator.' })
  createQueue(
    @Arg('input', () => CreateQueueInput, { description: 'The new queue.' }) input: CreateQueueInput,
    @Ctx() context: RequestContext,
  ): Promise<QueuePayload> {
    return payload(async () => ({ queue: await createQueue(context, input) }));
  }

  @Mutation(() => QueuePayload, { description: 'Changes a queue. Roles: admin, manager, operator.' })
  updateQueue(
    @Arg('input', () => UpdateQueueInput, { description: 'What changes.' }) input: UpdateQueueInput,
    @Ctx() context: RequestContext,
  ): Promise<QueuePayload> {
    return payload(async () => ({ queue: await updateQueue(context, input) }));
  }

  @Mutation(() => ImportReport, { description: 'Imports rows of `queues.csv`. Roles: admin, operator.' })
  importQueues(
    @Arg('input', () => ImportInput, { description: 'The rows.' }) input: ImportInput,
    @Ctx() context: RequestContext,
  ): Promise<ImportReport> {
    return importQueues(context, input);
  }
}

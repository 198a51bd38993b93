import { DurationScalar, type RequestContext } from '@plimsoll/shared';
import { Arg, Ctx, FieldResolver, Float, Resolver, Root } from 'type-graphql';
import { Queue, queueLoaders } from '../queue/index.js';
import { Team } from '../team/index.js';
import { loadBreachForecast, loadQueueHealth, loadQueueRates } from './queue-health.loader.js';
import { QueueHealth, QueueRates, TeamBreachForecast } from './queue-health.types.js';

@Resolver(() => QueueHealth)
export class QueueHealthResolver {
  @FieldResolver(() => Queue, { nullable: true, description: 'The queue.' })
  queue(@Root() { queueId }: QueueHealth, @Ctx() context: RequestContext) {
    return queueLoaders.byId(context, queueId);
  }

  @FieldResolver(() => Float, {
    nullable: true,
    description:
      'For how long the oldest of those that wait has been open, in seconds; null where none waits.',
  })
  oldestWaitingSeconds(@Root() { oldestWaitingAt }: QueueHealth, @Ctx() { now }: RequestContext) {
    return oldestWaitingAt === null ? null : (now.getTime() - oldestWaitingAt.getTime()) / 1_000;
  }

  @FieldResolver(() => QueueRates, {
    nullable: true,
    description: 'What came in and was resolved over the last time, by where the tickets are now.',
  })
  rates(
    @Root() { queueId }: QueueHealth,
    @Arg('over', () => DurationScalar, {
      defaultValue: 'PT24H',
      description: 'How far back from now; at most 92 days.',
    })
    over: string,
    @Ctx() context: RequestContext,
  ): Promise<QueueRates> {
    return loadQueueRates(context, queueId, over);
  }
}

@Resolver(() => Queue)
export class HealthOfQueueResolver {
  @FieldResolver(() => QueueHealth, {
    nullable: true,
    description: 'What waits in it now, and how it keeps up.',
  })
  health(@Root() { id }: Queue, @Ctx() context: RequestContext) {
    return loadQueueHealth(context, id);
  }
}

@Resolver(() => Team)
export class TeamBreachForecastResolver {
  @FieldResolver(() => TeamBreachForecast, {
    nullable: true,
    description: 'Which response targets of its tickets break within some hours if nobody does anything.',
  })
  breachForecast(
    @Root() { id }: Team,
    @Arg('within', () => DurationScalar, {
      defaultValue: 'PT8H',
      description: 'How far ahead; at most 14 days.',
    })
    within: string,
    @Ctx() context: RequestContext,
  ): Promise<TeamBreachForecast> {
    return loadBreachForecast(context, id, within);
  }
}

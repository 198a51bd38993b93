import { checkPageSize, DateTimeScalar, type RequestContext } from '@plimsoll/shared';
import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import { Queue, queueLoaders } from '../queue/index.js';
import { Team, teamLoaders } from '../team/index.js';
import { loadTicket, Ticket } from '../ticket/index.js';
import { tryRules } from './routing-trial.service.js';
import { RoutingDifferenceObject, RoutingTrialObject, TriedWayObject } from './routing-trial.types.js';

@Resolver(() => RoutingTrialObject)
export class RoutingTrialResolver {
  @Query(() => RoutingTrialObject, {
    nullable: true,
    description:
      'Tries a set of routing rules, a draft for instance, on the tickets opened in an interval, and tells what would differ from the rules in force. Staff only, null for others.',
  })
  testRoutingRules(
    @Arg('ruleSetId', () => ID, { description: 'The set that is tried, `rrs_…`.' }) ruleSetId: string,
    @Arg('from', () => DateTimeScalar, { description: 'Tickets opened at this instant or later.' })
    from: Date,
    @Arg('to', () => DateTimeScalar, {
      description: 'Tickets opened before this instant, at most 366 days later.',
    })
    to: Date,
    @Ctx() context: RequestContext,
  ) {
    return tryRules(context, ruleSetId, from, to);
  }

  @FieldResolver(() => [RoutingDifferenceObject], {
    description: 'The tickets that go elsewhere, the latest first.',
  })
  differences(
    @Root() trial: RoutingTrialObject,
    @Arg('first', () => Int, { defaultValue: 20, description: 'At most so many, 1–100.' }) first: number,
  ): RoutingDifferenceObject[] {
    checkPageSize(first);
    return trial.differences.slice(0, first);
  }
}

@Resolver(() => RoutingDifferenceObject)
export class RoutingDifferenceResolver {
  @FieldResolver(() => Ticket, { nullable: true, description: 'The ticket.' })
  ticket(@Root() { ticketId }: RoutingDifferenceObject, @Ctx() context: RequestContext) {
    return loadTicket(context, ticketId);
  }
}

@Resolver(() => TriedWayObject)
export class TriedWayResolver {
  @FieldResolver(() => Queue, { nullable: true, description: 'The queue.' })
  queue(@Root() { queueId }: TriedWayObject, @Ctx() context: RequestContext) {
    return queueId === null ? null : queueLoaders.byId(context, queueId);
  }

  @FieldResolver(() => Team, { nullable: true, description: 'The team; null: none.' })
  team(@Root() { teamId }: TriedWayObject, @Ctx() context: RequestContext) {
    return teamId === null ? null : teamLoaders.byId(context, teamId);
  }
}

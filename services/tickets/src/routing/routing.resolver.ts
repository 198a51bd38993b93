import { ConnectionArgs, toConnection, type RequestContext } from '@plimsoll/shared';
import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Queue, queueLoaders } from '../queue/index.js';
import { loadRuleSet, RoutingRuleSet } from '../routing-rule/index.js';
import { Team, teamLoaders } from '../team/index.js';
import { Ticket } from '../ticket/index.js';
import { loadDecisions, loadLastDecision } from './routing.loader.js';
import { RoutingDecision, RoutingDecisionConnection } from './routing.types.js';

@Resolver(() => Ticket)
export class TicketRoutingResolver {
  @FieldResolver(() => [String], {
    nullable: true,
    description:
      'Why it is where it is, in the order in which it was decided; empty where it was never routed, like imported tickets. Staff only, null for others.',
  })
  async routedBecause(@Root() { id }: Ticket, @Ctx() context: RequestContext): Promise<string[] | null> {
    if (context.scope.kind !== 'STAFF') return null;
    return (await loadLastDecision(context, id))?.reasons ?? [];
  }

  @FieldResolver(() => RoutingDecisionConnection, {
    nullable: true,
    description: 'Every decision about its way, the latest first. Staff only.',
  })
  async routingDecisions(
    @Root() { id }: Ticket,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    const page = await loadDecisions(context, id, args);
    return page && toConnection(page, (row) => row);
  }
}

@Resolver(() => RoutingDecision)
export class RoutingDecisionResolver {
  @FieldResolver(() => Queue, { nullable: true, description: 'The queue it was sent to.' })
  queue(@Root() { queueId }: RoutingDecision, @Ctx() context: RequestContext) {
    return queueId === null ? null : queueLoaders.byId(context, queueId);
  }

  @FieldResolver(() => Team, { nullable: true, description: 'The team it was sent to.' })
  team(@Root() { teamId }: RoutingDecision, @Ctx() context: RequestContext) {
    return teamId === null ? null : teamLoaders.byId(context, teamId);
  }

  @FieldResolver(() => RoutingRuleSet, { nullable: true, description: 'The rules by which it was decided.' })
  ruleSet(@Root() { ruleSetId }: RoutingDecision, @Ctx() context: RequestContext) {
    return ruleSetId === null ? null : loadRuleSet(context, ruleSetId);
  }
}

import type { RequestContext } from '@plimsoll/shared';
import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { ticketsPayload, TicketsPayload } from '../ticket-step/index.js';
import { loadTicket, Ticket } from '../ticket/index.js';
import { planRebalancing, rebalanceTeam } from './rebalancing.service.js';
import { RebalanceTeamInput, RebalancingMove, RebalancingObject } from './rebalancing.types.js';

@Resolver(() => RebalancingMove)
export class RebalancingMoveResolver {
  @FieldResolver(() => Ticket, { nullable: true, description: 'The ticket.' })
  ticket(@Root() { ticketId }: RebalancingMove, @Ctx() context: RequestContext) {
    return loadTicket(context, ticketId);
  }
}

@Resolver(() => RebalancingObject)
export class RebalancingResolver {
  @Query(() => RebalancingObject, {
    nullable: true,
    description: 'How the work of a team would be spread anew. Staff only, null for others.',
  })
  rebalancing(
    @Arg('teamId', () => ID, { description: 'The team, `tem_…`.' }) teamId: string,
    @Ctx() context: RequestContext,
  ) {
    return planRebalancing(context, teamId);
  }

  @Mutation(() => TicketsPayload, {
    description:
      'Moves tickets within a team as `rebalancing` said: each whose version is still the one read, and which whoever gets it can take now. Roles: admin, manager, operator.',
  })
  rebalanceTeam(
    @Arg('input', () => RebalanceTeamInput, { description: 'Which tickets go to whom.' })
    input: RebalanceTeamInput,
    @Ctx() context: RequestContext,
  ): Promise<TicketsPayload> {
    return ticketsPayload(() => rebalanceTeam(context, input));
  }
}

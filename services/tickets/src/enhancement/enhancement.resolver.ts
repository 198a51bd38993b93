import { Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { Money, toConnection, type RequestContext } from '@plimsoll/shared';
import type { TicketRecord } from '../ticket/index.js';
import { ProblemNature, Ticket, TicketConnection } from '../ticket/index.js';
import { listEnhancements, loadDemand, loadRevenue } from './enhancement.loader.js';
import { EnhancementDemand, EnhancementsArgs } from './enhancement.types.js';

@Resolver(() => Ticket)
export class TicketDemandResolver {
  @FieldResolver(() => EnhancementDemand, {
    nullable: true,
    description: 'Who asks for it; null for what is no enhancement. Staff only.',
  })
  demand(@Root() ticket: TicketRecord, @Ctx() context: RequestContext) {
    const isShown = ticket.nature === ProblemNature.ENHANCEMENT && context.scope.kind === 'STAFF';
    return isShown ? loadDemand(context, ticket.id) : null;
  }

  @Query(() => TicketConnection, {
    description:
      'Enhancements that engineering is asked for, those that most customers ask for first. Staff only.',
  })
  async enhancements(@Args(() => EnhancementsArgs) args: EnhancementsArgs, @Ctx() context: RequestContext) {
    return toConnection(await listEnhancements(context, args), (row) => row);
  }
}

@Resolver(() => EnhancementDemand)
export class EnhancementDemandResolver {
  @FieldResolver(() => [Money], {
    description:
      'What these customers pay a month today, by currency: the terms in force of their STANDARD subscriptions, each customer once.',
  })
  monthlyRevenue(@Root() demand: EnhancementDemand, @Ctx() context: RequestContext): Promise<object[]> {
    return loadRevenue(context, demand.ticketId);
  }
}

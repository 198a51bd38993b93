import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '@plimsoll/shared';
import { Ticket } from '../ticket/index.js';
import { loadClocks } from './sla-clock.loader.js';
import { SlaClock } from './sla-clock.types.js';

@Resolver(() => Ticket)
export class TicketClocksResolver {
  @FieldResolver(() => [SlaClock], {
    nullable: true,
    description:
      'Its response targets by agreement, as they stand now, the earliest first; none for a ticket to whose customer nothing is promised.',
  })
  clocks(@Root() ticket: Ticket, @Ctx() context: RequestContext) {
    return loadClocks(context, ticket.id);
  }
}

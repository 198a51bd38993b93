import type { RequestContext } from '@plimsoll/shared';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { loadTicket, Ticket } from '../ticket/index.js';
import { CustomerWorkEntry } from './customer-work.types.js';
import { loadOpenTicket } from './work-list.loader.js';
import { WorkListEntryObject } from './work-list.types.js';

@Resolver(() => WorkListEntryObject)
export class WorkListEntryResolver {
  @FieldResolver(() => Ticket, { nullable: true, description: 'The ticket it is about; null for a change.' })
  async ticket(@Root() { ticketId }: WorkListEntryObject, @Ctx() context: RequestContext) {
    if (ticketId === null) return null;
    // Nearly all are open, and found by an index of those alone; something may be owed of one that is not.
    return (await loadOpenTicket(context, ticketId)) ?? loadTicket(context, ticketId);
  }
}

@Resolver(() => CustomerWorkEntry)
export class CustomerWorkEntryResolver {
  @FieldResolver(() => Ticket, { nullable: true, description: 'The ticket.' })
  ticket(@Root() { id }: CustomerWorkEntry, @Ctx() context: RequestContext) {
    return loadTicket(context, id);
  }
}

import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { payload, toConnection, type RequestContext } from '@plimsoll/shared';
import { TicketPayload } from '../ticket-step/index.js';
import { loadTicket, Ticket } from '../ticket/index.js';
import { listLinks, loadLinks } from './ticket-link.loader.js';
import { linkTicket, unlinkTicket } from './ticket-link.service.js';
import {
  LinkTicketInput,
  TicketLink,
  TicketLinkConnection,
  TicketLinksArgs,
  UnlinkTicketInput,
} from './ticket-link.types.js';

@Resolver(() => Ticket)
export class TicketLinksResolver {
  @FieldResolver(() => TicketLinkConnection, {
    nullable: true,
    description: 'What it has to do with other tickets, changes and releases.',
  })
  async links(
    @Root() ticket: Ticket,
    @Args(() => TicketLinksArgs) args: TicketLinksArgs,
    @Ctx() context: RequestContext,
  ) {
    const page = await loadLinks(context, 'ticket', ticket.id, args);
    return page && toConnection(page, (row) => row);
  }

  @FieldResolver(() => TicketLinkConnection, {
    nullable: true,
    description: 'What other tickets have to do with it.',
  })
  async linkedFrom(
    @Root() ticket: Ticket,
    @Args(() => TicketLinksArgs) args: TicketLinksArgs,
    @Ctx() context: RequestContext,
  ) {
    const page = await loadLinks(context, 'target', ticket.id, args);
    return page && toConnection(page, (row) => row);
  }
}

@Resolver(() => TicketLink)
export class TicketLinkResolver {
  @FieldResolver(() => Ticket, { nullable: true, description: 'The ticket it goes from.' })
  ticket(@Root() link: TicketLink, @Ctx() context: RequestContext) {
    return loadTicket(context, link.ticketId);
  }

  @FieldResolver(() => Ticket, { nullable: true, description: 'The ticket it goes to.' })
  toTicket(@Root() link: TicketLink, @Ctx() context: RequestContext) {
    return link.toTicketId === null ? null : loadTicket(context, link.toTicketId);
  }

  @Query(() => TicketLinkConnection, {
    description:
      'Links of tickets that you may see: of a change, the tickets it brought about, for instance.',
  })
  async ticketLinks(@Args(() => TicketLinksArgs) args: TicketLinksArgs, @Ctx() context: RequestContext) {
    return toConnection(await listLinks(context, args), (row) => row);
  }

  @Mutation(() => TicketPayload, {
    description:
      'Links a ticket to another one, a change or a release; a chain that would come back to its beginning is refused with LINK_CYCLE. Roles: admin, agent, operator, manager.',
  })
  linkTicket(
    @Arg('input', () => LinkTicketInput, { description: 'The link.' }) input: LinkTicketInput,
    @Ctx() context: RequestContext,
  ): Promise<TicketPayload> {
    return payload(async () => ({ ticket: await linkTicket(context, input) }));
  }

  @Mutation(() => TicketPayload, {
    description: 'Takes a link of a ticket away. Roles: admin, agent, operator, manager.',
  })
  unlinkTicket(
    @Arg('input', () => UnlinkTicketInput, { description: 'The link.' }) input: UnlinkTicketInput,
    @Ctx() context: RequestContext,
  ): Promise<TicketPayload> {
    return payload(async () => ({ ticket: await unlinkTicket(context, input) }));
  }
}

import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { ConnectionArgs, ExternalIdArgs, toConnection, type RequestContext } from '@plimsoll/shared';
import { Person } from '../account/index.js';
import { HistoryConnection, loadHistory } from '../history/index.js';
import { Queue, queueLoaders } from '../queue/index.js';
import { Team, teamLoaders } from '../team/index.js';
import {
  loadLastUpdate,
  loadTicketEvents,
  StatusUpdate,
  TicketEventConnection,
} from '../ticket-event/index.js';
import { listTickets, loadTicket, loadTicketAssets, loadTicketByExternalId } from './ticket.loader.js';
import { TicketTier } from './ticket.rules.js';
import { Ticket, TicketAssetConnection, TicketConnection, TicketsArgs } from './ticket.types.js';

type TicketRoot = Ticket & { tier?: TicketTier | null; tags?: string[] };

@Resolver(() => Ticket)
export class TicketResolver {
  @Query(() => Ticket, {
    nullable: true,
    description: 'The ticket with this id; null where there is none for you.',
  })
  ticket(
    @Arg('id', () => ID, { description: 'Identifier, `tkt_…`.' }) id: string,
    @Ctx() context: RequestContext,
  ) {
    return loadTicket(context, id);
  }

  @Query(() => Ticket, { nullable: true, description: 'The ticket with this identifier in another system.' })
  ticketByExternalId(
    @Args(() => ExternalIdArgs) { source, externalId }: ExternalIdArgs,
    @Ctx() context: RequestContext,
  ) {
    return loadTicketByExternalId(context, source, externalId);
  }

  @Query(() => TicketConnection, { description: 'Tickets that you may see.' })
  async tickets(@Args(() => TicketsArgs) args: TicketsArgs, @Ctx() context: RequestContext) {
    return toConnection(await listTickets(context, args), (row) => row);
  }

  @FieldResolver(() => TicketTier, {
    nullable: true,
    description: 'Who works on it; engineering (L4) is shown to staff only.',
  })
  tier(@Root() ticket: TicketRoot, @Ctx() context: RequestContext): TicketTier | null {
    return isHidden(ticket, context) ? null : (ticket.tier ?? null);
  }

  @FieldResolver(() => Person, {
    nullable: true,
    description: 'The person who works on it; in engineering (L4) shown to staff only.',
  })
  assignee(@Root() ticket: TicketRoot, @Ctx() context: RequestContext): Person | null {
    return ticket.assigneeId == null || isHidden(ticket, context) ? null : { id: ticket.assigneeId };
  }

  @FieldResolver(() => Team, { nullable: true, description: 'The team it belongs to. Staff only.' })
  team(@Root() ticket: Ticket, @Ctx() context: RequestContext) {
    return ticket.teamId == null ? null : teamLoaders.byId(context, ticket.teamId);
  }

  @FieldResolver(() => Queue, { nullable: true, description: 'The queue it stands in. Staff only.' })
  queue(@Root() ticket: Ticket, @Ctx() context: RequestContext) {
    return ticket.queueId == null ? null : queueLoaders.byId(context, ticket.queueId);
  }

  @FieldResolver(() => [String], { nullable: true, description: 'Labels of the desk. Staff only.' })
  tags(@Root() ticket: TicketRoot, @Ctx() context: RequestContext): string[] | null {
    return context.scope.kind === 'STAFF' ? (ticket.tags ?? []) : null;
  }

  @FieldResolver(() => TicketAssetConnection, { nullable: true, description: 'The assets it is about.' })
  async assets(
    @Root() ticket: Ticket,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    const page = await loadTicketAssets(context, ticket.id, args);
    return page && toConnection(page, ({ id }) => ({ id }));
  }

  @FieldResolver(() => TicketEventConnection, {
    nullable: true,
    description: 'What happened to it, in order; customers and partners see what is public.',
  })
  async events(
    @Root() ticket: Ticket,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    const page = await loadTicketEvents(context, ticket.id, args);
    return page && toConnection(page, (row) => row);
  }

  @FieldResolver(() => StatusUpdate, {
    nullable: true,
    description: 'What was last told about it; null where nothing was.',
  })
  lastUpdate(@Root() ticket: Ticket, @Ctx() context: RequestContext) {
    return loadLastUpdate(context, ticket.id);
  }

  @FieldResolver(() => HistoryConnection, {
    nullable: true,
    description: 'What changed, by whom and when; newest first. Staff only.',
  })
  history(
    @Root() ticket: Ticket,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    return loadHistory(context, 'ticket', ticket.id, args);
  }
}

function isHidden(ticket: TicketRoot, context: RequestContext): boolean {
  return ticket.tier === TicketTier.L4 && context.scope.kind !== 'STAFF';
}

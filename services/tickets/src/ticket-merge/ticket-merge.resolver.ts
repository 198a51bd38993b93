import { Arg, Args, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { payload, toConnection, type RequestContext } from '@plimsoll/shared';
import { TicketPayload, TicketsPayload, ticketsPayload } from '../ticket-step/index.js';
import type { TicketRecord } from '../ticket/index.js';
import { loadTicket, loadTicketsOf, Ticket, TicketConnection, TicketsArgs } from '../ticket/index.js';
import { mergeTickets, unmergeTicket } from './ticket-merge.service.js';
import { MergeTicketsInput, SplitTicketInput, UnmergeTicketInput } from './ticket-merge.types.js';
import { splitTicket } from './ticket-split.service.js';

@Resolver(() => Ticket)
export class TicketMergeResolver {
  @FieldResolver(() => Ticket, {
    nullable: true,
    description: 'The ticket that it turned out to be, and that goes on in its place.',
  })
  mergedInto(@Root() ticket: TicketRecord, @Ctx() context: RequestContext) {
    return ticket.mergedIntoId === null ? null : loadTicket(context, ticket.mergedIntoId);
  }

  @FieldResolver(() => TicketConnection, {
    nullable: true,
    description: 'The tickets that turned out to be this one.',
  })
  async mergedTickets(
    @Root() ticket: TicketRecord,
    @Args(() => TicketsArgs) args: TicketsArgs,
    @Ctx() context: RequestContext,
  ) {
    const page = await loadTicketsOf(context, 'mergedInto', ticket.id, args);
    return page && toConnection(page, (row) => row);
  }

  @Mutation(() => TicketsPayload, {
    description:
      'Merges tickets of one customer into an open one: each that can is closed as its duplicate; tickets that follow it, and those that were merged into it, come along. Roles: admin, agent, operator, manager.',
  })
  mergeTickets(
    @Arg('input', () => MergeTicketsInput, {
      description: 'The ticket that goes on, and those merged into it.',
    })
    input: MergeTicketsInput,
    @Ctx() context: RequestContext,
  ): Promise<TicketsPayload> {
    return ticketsPayload(() => mergeTickets(context, input));
  }

  @Mutation(() => TicketPayload, {
    description:
      'Takes a ticket out of the one it was merged into; it stands where it stood before. Roles: admin, agent, operator, manager.',
  })
  unmergeTicket(
    @Arg('input', () => UnmergeTicketInput, { description: 'The ticket.' }) input: UnmergeTicketInput,
    @Ctx() context: RequestContext,
  ): Promise<TicketPayload> {
    return payload(async () => ({ ticket: await unmergeTicket(context, input) }));
  }

  @Mutation(() => TicketPayload, {
    description:
      'Opens a ticket for a part of another one; answers the new one. Roles: admin, agent, operator, manager.',
  })
  splitTicket(
    @Arg('input', () => SplitTicketInput, { description: 'The part.' }) input: SplitTicketInput,
    @Ctx() context: RequestContext,
  ): Promise<TicketPayload> {
    return payload(async () => ({ ticket: await splitTicket(context, input) }));
  }
}

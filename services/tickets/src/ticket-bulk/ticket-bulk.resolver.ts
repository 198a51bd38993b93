import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { RequestContext } from '@plimsoll/shared';
import { TicketsPayload, ticketsPayload } from '../ticket-step/index.js';
import {
  assignTickets,
  closeTickets,
  resolveTickets,
  setTicketPriority,
  tagTickets,
} from './ticket-bulk.service.js';
import {
  AssignTicketsInput,
  FinishTicketsInput,
  SetTicketPriorityInput,
  TagTicketsInput,
} from './ticket-bulk.types.js';

/** Steps of many tickets at once, one mutation each, with a result for each ticket. */
@Resolver()
export class TicketBulkResolver {
  @Mutation(() => TicketsPayload, {
    description:
      'Gives tickets to a person, a team or a queue: each that can. Roles: admin, agent, operator, manager.',
  })
  assignTickets(
    @Arg('input', () => AssignTicketsInput, { description: 'Which tickets, and to whom they go.' })
    input: AssignTicketsInput,
    @Ctx() context: RequestContext,
  ): Promise<TicketsPayload> {
    return ticketsPayload(() => assignTickets(context, input));
  }

  @Mutation(() => TicketsPayload, {
    description: 'Gives tickets another priority: each that can. Roles: admin, agent, operator, manager.',
  })
  setTicketPriority(
    @Arg('input', () => SetTicketPriorityInput, { description: 'Which tickets, the priority and why.' })
    input: SetTicketPriorityInput,
    @Ctx() context: RequestContext,
  ): Promise<TicketsPayload> {
    return ticketsPayload(() => setTicketPriority(context, input));
  }

  @Mutation(() => TicketsPayload, {
    description:
      'Resolves tickets, and leaves those that follow them: each that can. Roles: admin, agent, operator, manager.',
  })
  resolveTickets(
    @Arg('input', () => FinishTicketsInput, { description: 'Which tickets.' }) input: FinishTicketsInput,
    @Ctx() context: RequestContext,
  ): Promise<TicketsPayload> {
    return ticketsPayload(() => resolveTickets(context, input));
  }

  @Mutation(() => TicketsPayload, {
    description: 'Closes resolved tickets: each that can. Roles: admin, agent, operator, manager.',
  })
  closeTickets(
    @Arg('input', () => FinishTicketsInput, { description: 'Which tickets.' }) input: FinishTicketsInput,
    @Ctx() context: RequestContext,
  ): Promise<TicketsPayload> {
    return ticketsPayload(() => closeTickets(context, input));
  }

  @Mutation(() => TicketsPayload, {
    description:
      'Gives tickets labels and takes labels away: each that can. Roles: admin, agent, operator, manager.',
  })
  tagTickets(
    @Arg('input', () => TagTicketsInput, { description: 'Which tickets, and which labels.' })
    input: TagTicketsInput,
    @Ctx() context: RequestContext,
  ): Promise<TicketsPayload> {
    return ticketsPayload(() => tagTickets(context, input));
  }
}

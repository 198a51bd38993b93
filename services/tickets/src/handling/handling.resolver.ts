import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { payload, type RequestContext } from '@plimsoll/shared';
import { TicketPayload, TicketStepInput } from '../ticket-step/index.js';
import { Ticket } from '../ticket/index.js';
import {
  acknowledgeTicket,
  assignTicket,
  changeTicketPriority,
  closeTicket,
  confirmSolution,
  rateTicket,
  reopenTicket,
  resolveTicket,
  resumeTicket,
  setTicketAssets,
  updateTicket,
  waitOn,
} from './handling.service.js';
import {
  AssignTicketInput,
  ChangeTicketPriorityInput,
  CloseTicketInput,
  OpenTicketInput,
  RateTicketInput,
  ResolveTicketInput,
  SetTicketAssetsInput,
  UpdateTicketInput,
  WaitOnInput,
} from './handling.types.js';
import { openTicket } from './opening.service.js';

@Resolver(() => Ticket)
export class HandlingResolver {
  @Mutation(() => TicketPayload, {
    description:
      'Opens a ticket, once for its idempotency key. Roles: admin, agent, operator, manager; partner and contact for customers of theirs.',
  })
  openTicket(
    @Arg('input', () => OpenTicketInput, { description: 'The new ticket.' }) input: OpenTicketInput,
    @Ctx() context: RequestContext,
  ): Promise<TicketPayload> {
    return payload(async () => ({ ticket: await openTicket(context, input) }));
  }

  @Mutation(() => TicketPayload, {
    description: 'Changes what a ticket says of itself. Roles: admin, agent, operator, manager.',
  })
  updateTicket(
    @Arg('input', () => UpdateTicketInput, { description: 'What changes.' }) input: UpdateTicketInput,
    @Ctx() context: RequestContext,
  ): Promise<TicketPayload> {
    return payload(async () => ({ ticket: await updateTicket(context, input) }));
  }

  @Mutation(() => TicketPayload, {
    description: 'Gives a ticket to a person, a team or a queue. Roles: admin, agent, operator, manager.',
  })
  assignTicket(
    @Arg('input', () => AssignTicketInput, { description: 'Who works on it.' }) input: AssignTicketInput,
    @Ctx() context: RequestContext,
  ): Promise<TicketPayload> {
    return payload(async () => ({ ticket: await assignTicket(context, input) }));
  }

  @Mutation(() => TicketPayload, {
    description: 'Gives a ticket another priority, with the reason. Roles: admin, agent, operator, manager.',
  })
  changeTicketPriority(
    @Arg('input', () => ChangeTicketPriorityInput, { description: 'The priority and why.' })
    input: ChangeTicketPriorityInput,
    @Ctx() context: RequestContext,
  ): Promise<TicketPayload> {
    return payload(async () => ({ ticket: await changeTicketPriority(context, input) }));
  }

  @Mutation(() => TicketPayload, {
    description: 'Takes a new ticket into work. Roles: admin, agent, operator, manager.',
  })
  acknowledgeTicket(
    @Arg('input', () => TicketStepInput, { description: 'The ticket.' }) input: TicketStepInput,
    @Ctx() context: RequestContext,
  ): Promise<TicketPayload> {
    return payload(async () => ({ ticket: await acknowledgeTicket(context, input) }));
  }

  @Mutation(() => TicketPayload, {
    description:
      'Lets a ticket wait: for the customer, or for whatever else is named. Roles: admin, agent, operator, manager.',
  })
  waitOnCustomer(
    @Arg('input', () => WaitOnInput, { description: 'For what it waits.' }) input: WaitOnInput,
    @Ctx() context: RequestContext,
  ): Promise<TicketPayload> {
    return payload(async () => ({ ticket: await waitOn(context, input) }));
  }

  @Mutation(() => TicketPayload, {
    description: 'Ends the waiting of a ticket. Roles: admin, agent, operator, manager.',
  })
  resumeTicket(
    @Arg('input', () => TicketStepInput, { description: 'The ticket.' }) input: TicketStepInput,
    @Ctx() context: RequestContext,
  ): Promise<TicketPayload> {
    return payload(async () => ({ ticket: await resumeTicket(context, input) }));
  }

  @Mutation(() => TicketPayload, {
    description:
      'Resolves a ticket; the outage of an incident ends with it unless its end is on record. Tickets that follow it are left, offered the solution, or resolved with it; those that wait for it as their problem go on. Roles: admin, agent, operator, manager.',
  })
  resolveTicket(
    @Arg('input', () => ResolveTicketInput, { description: 'The ticket.' }) input: ResolveTicketInput,
    @Ctx() context: RequestContext,
  ): Promise<TicketPayload> {
    return payload(async () => ({ ticket: await resolveTicket(context, input) }));
  }

  @Mutation(() => TicketPayload, {
    description: 'Closes a resolved ticket. Roles: admin, agent, operator, manager, partner, contact.',
  })
  closeTicket(
    @Arg('input', () => CloseTicketInput, { description: 'The ticket.' }) input: CloseTicketInput,
    @Ctx() context: RequestContext,
  ): Promise<TicketPayload> {
    return payload(async () => ({ ticket: await closeTicket(context, input) }));
  }

  @Mutation(() => TicketPayload, {
    description:
      'Confirms that a ticket which waits for its customer is solved: it is resolved and closed at once. Roles: partner, contact.',
  })
  confirmSolution(
    @Arg('input', () => CloseTicketInput, { description: 'The ticket.' }) input: CloseTicketInput,
    @Ctx() context: RequestContext,
  ): Promise<TicketPayload> {
    return payload(async () => ({ ticket: await confirmSolution(context, input) }));
  }

  @Mutation(() => TicketPayload, {
    description:
      'Rates a closed ticket, or rates it otherwise, within 14 days of its closing. Roles: partner, contact.',
  })
  rateTicket(
    @Arg('input', () => RateTicketInput, { description: 'What the customer thinks of it.' })
    input: RateTicketInput,
    @Ctx() context: RequestContext,
  ): Promise<TicketPayload> {
    return payload(async () => ({ ticket: await rateTicket(context, input) }));
  }

  @Mutation(() => TicketPayload, {
    description:
      'Takes a resolved or closed ticket up again; what its incident does is recorded anew. Roles: admin, agent, operator, manager, partner, contact.',
  })
  reopenTicket(
    @Arg('input', () => TicketStepInput, { description: 'The ticket.' }) input: TicketStepInput,
    @Ctx() context: RequestContext,
  ): Promise<TicketPayload> {
    return payload(async () => ({ ticket: await reopenTicket(context, input) }));
  }

  @Mutation(() => TicketPayload, {
    description: 'Says what a ticket is about. Roles: admin, agent, operator, manager.',
  })
  setTicketAssets(
    @Arg('input', () => SetTicketAssetsInput, { description: 'The assets.' }) input: SetTicketAssetsInput,
    @Ctx() context: RequestContext,
  ): Promise<TicketPayload> {
    return payload(async () => ({ ticket: await setTicketAssets(context, input) }));
  }
}

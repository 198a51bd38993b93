import { Arg, Args, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { payload, toConnection, type RequestContext } from '@plimsoll/shared';
import { TicketPayload, TicketsPayload, ticketsPayload } from '../ticket-step/index.js';
import type { TicketRecord } from '../ticket/index.js';
import { loadTicket, loadTicketsOf, Ticket, TicketConnection, TicketsArgs } from '../ticket/index.js';
import { handToEngineering } from './engineering-handover.service.js';
import { loadProgress } from './ticket-follow.loader.js';
import { followTicket, unfollowTicket } from './ticket-follow.service.js';
import {
  FollowedProgress,
  FollowTicketInput,
  HandToEngineeringInput,
  UnfollowTicketInput,
} from './ticket-follow.types.js';

@Resolver(() => Ticket)
export class TicketFollowResolver {
  @FieldResolver(() => Ticket, {
    nullable: true,
    description: 'The incident or problem that it follows; null where that is not for you to see.',
  })
  parent(@Root() ticket: TicketRecord, @Ctx() context: RequestContext) {
    return ticket.parentId === null ? null : loadTicket(context, ticket.parentId);
  }

  @FieldResolver(() => FollowedProgress, {
    nullable: true,
    description: 'How far the incident or problem is that it follows; null where it follows nothing.',
  })
  followed(@Root() ticket: TicketRecord, @Ctx() context: RequestContext) {
    return ticket.parentId === null ? null : loadProgress(context, ticket.id);
  }

  @FieldResolver(() => TicketConnection, { nullable: true, description: 'The tickets that follow it.' })
  async followers(
    @Root() ticket: TicketRecord,
    @Args(() => TicketsArgs) args: TicketsArgs,
    @Ctx() context: RequestContext,
  ) {
    const page = await loadTicketsOf(context, 'parent', ticket.id, args);
    return page && toConnection(page, (row) => row);
  }

  @Mutation(() => TicketsPayload, {
    description:
      'Lets tickets of any customers follow an open incident or problem: each that can. Roles: admin, agent, operator, manager.',
  })
  followTicket(
    @Arg('input', () => FollowTicketInput, { description: 'What is followed, and by which tickets.' })
    input: FollowTicketInput,
    @Ctx() context: RequestContext,
  ): Promise<TicketsPayload> {
    return ticketsPayload(() => followTicket(context, input));
  }

  @Mutation(() => TicketsPayload, {
    description: 'Lets tickets follow nothing: each that can. Roles: admin, agent, operator, manager.',
  })
  unfollowTicket(
    @Arg('input', () => UnfollowTicketInput, { description: 'Which tickets.' }) input: UnfollowTicketInput,
    @Ctx() context: RequestContext,
  ): Promise<TicketsPayload> {
    return ticketsPayload(() => unfollowTicket(context, input));
  }

  @Mutation(() => TicketPayload, {
    description:
      "Hands what is behind a customer's ticket to engineering, as a problem; the ticket stays with its owner, waits for the problem and follows its progress. Roles: admin, agent, operator, manager.",
  })
  handToEngineering(
    @Arg('input', () => HandToEngineeringInput, {
      description: 'The ticket, and what engineering is asked for.',
    })
    input: HandToEngineeringInput,
    @Ctx() context: RequestContext,
  ): Promise<TicketPayload> {
    return payload(async () => ({ ticket: await handToEngineering(context, input) }));
  }
}

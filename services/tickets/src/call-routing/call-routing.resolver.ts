import { checkPageSize, type RequestContext } from '@plimsoll/shared';
import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { Person } from '../account/index.js';
import { Queue, queueLoaders } from '../queue/index.js';
import { loadTicket, Ticket, TicketPriority } from '../ticket/index.js';
import { answerCall } from './call-routing.service.js';
import { CallRouting } from './call-routing.types.js';

@Resolver(() => CallRouting)
export class CallRoutingResolver {
  @FieldResolver(() => [Ticket], {
    nullable: true,
    description:
      'The open incidents that the customer reported, or that are known to hit it: the most urgent first, then the latest.',
  })
  async openIncidents(
    @Root() { id }: CallRouting,
    @Arg('first', () => Int, { defaultValue: 5, description: 'At most so many, 1–100.' }) first: number,
    @Ctx() context: RequestContext,
  ) {
    checkPageSize(first);
    const call = await answerCall(context, id);
    const found = await Promise.all(
      (call?.openIncidentIds ?? []).slice(0, first).map((ticketId) => loadTicket(context, ticketId)),
    );
    return found.filter((ticket) => ticket !== null);
  }

  @FieldResolver(() => TicketPriority, {
    nullable: true,
    description:
      'How soon the call has to be answered: as a ticket of which neither impact nor urgency is known (P3), one step up for a designated contact, and never below the most urgent open incident of the customer.',
  })
  async priority(@Root() { id }: CallRouting, @Ctx() context: RequestContext) {
    return (await answerCall(context, id))?.priority ?? null;
  }

  @FieldResolver(() => Queue, {
    nullable: true,
    description:
      'Where the call goes by the routing rules in force, as a request by telephone; while none are, the queue "Unrouted", null before there is one.',
  })
  async queue(@Root() { id }: CallRouting, @Ctx() context: RequestContext) {
    const queueId = (await answerCall(context, id))?.queueId ?? null;
    return queueId === null ? null : queueLoaders.byId(context, queueId);
  }

  @FieldResolver(() => [Person], {
    nullable: true,
    description:
      'Who should take it: the designated analyst of the customer, then whoever has least to do of those who can, then those at capacity.',
  })
  async preferredAgents(
    @Root() { id }: CallRouting,
    @Arg('first', () => Int, { defaultValue: 5, description: 'At most so many, 1–100.' }) first: number,
    @Ctx() context: RequestContext,
  ): Promise<Person[]> {
    checkPageSize(first);
    const call = await answerCall(context, id);
    return (call?.preferredIds ?? []).slice(0, first).map((personId) => ({ id: personId }));
  }

  @FieldResolver(() => [String], {
    nullable: true,
    description: 'Why it goes there and to them, in the order in which it was decided.',
  })
  async routedBecause(@Root() { id }: CallRouting, @Ctx() context: RequestContext) {
    return (await answerCall(context, id))?.routedBecause ?? null;
  }
}

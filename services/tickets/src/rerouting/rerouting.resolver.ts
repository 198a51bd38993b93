import { payload, type RequestContext } from '@plimsoll/shared';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { TicketPayload } from '../ticket-step/index.js';
import { rerouteTicket } from './rerouting.service.js';
import { RerouteTicketInput } from './rerouting.types.js';

@Resolver()
export class ReroutingResolver {
  @Mutation(() => TicketPayload, {
    description:
      'Sends an open ticket where the routing rules in force say, by what is known of it now; whoever has it keeps it where they can take it there. Roles: admin, agent, operator, manager.',
  })
  rerouteTicket(
    @Arg('input', () => RerouteTicketInput, { description: 'Which ticket, and why.' })
    input: RerouteTicketInput,
    @Ctx() context: RequestContext,
  ): Promise<TicketPayload> {
    return payload(async () => ({ ticket: await rerouteTicket(context, input) }));
  }
}

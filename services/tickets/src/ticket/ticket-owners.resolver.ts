import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { toConnection, type RequestContext } from '@plimsoll/shared';
import { Asset, Customer } from '../account/index.js';
import { Queue } from '../queue/index.js';
import { loadTicketsOf } from './ticket.loader.js';
import { TicketConnection, TicketsArgs } from './ticket.types.js';

/** A page of the tickets of a record, as GraphQL shows it. */
async function ticketsOf(
  context: RequestContext,
  parent: 'customer' | 'asset' | 'queue',
  id: string,
  args: TicketsArgs,
) {
  const page = await loadTicketsOf(context, parent, id, args);
  return page && toConnection(page, (row) => row);
}

@Resolver(() => Customer)
export class CustomerTicketsResolver {
  @FieldResolver(() => TicketConnection, { nullable: true, description: 'The tickets of this customer.' })
  tickets(
    @Root() customer: Customer,
    @Args(() => TicketsArgs) args: TicketsArgs,
    @Ctx() context: RequestContext,
  ) {
    return ticketsOf(context, 'customer', customer.id, args);
  }
}

@Resolver(() => Asset)
export class AssetTicketsResolver {
  @FieldResolver(() => TicketConnection, {
    nullable: true,
    description: 'The tickets about this asset that you may see.',
  })
  tickets(@Root() asset: Asset, @Args(() => TicketsArgs) args: TicketsArgs, @Ctx() context: RequestContext) {
    return ticketsOf(context, 'asset', asset.id, args);
  }
}

@Resolver(() => Queue)
export class QueueTicketsResolver {
  @FieldResolver(() => TicketConnection, { nullable: true, description: 'The tickets in this queue.' })
  tickets(@Root() queue: Queue, @Args(() => TicketsArgs) args: TicketsArgs, @Ctx() context: RequestContext) {
    return ticketsOf(context, 'queue', queue.id, args);
  }
}

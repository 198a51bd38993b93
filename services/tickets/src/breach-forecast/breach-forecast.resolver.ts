import { Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { toConnection, type RequestContext } from '@plimsoll/shared';
import { loadTicket, Ticket } from '../ticket/index.js';
import { listForecastBreaches } from './breach-forecast.loader.js';
import { BreachForecastArgs, ForecastBreach, ForecastBreachConnection } from './breach-forecast.types.js';

@Resolver(() => ForecastBreach)
export class BreachForecastResolver {
  @Query(() => ForecastBreachConnection, {
    description:
      'The response targets that break within some time unless somebody does something: open, running and not past due. Staff only.',
  })
  async breachForecast(
    @Args(() => BreachForecastArgs) args: BreachForecastArgs,
    @Ctx() context: RequestContext,
  ) {
    return toConnection(await listForecastBreaches(context, args), (row) => row);
  }

  @FieldResolver(() => Ticket, { nullable: true, description: 'The ticket.' })
  ticket(@Root() { ticketId }: ForecastBreach, @Ctx() context: RequestContext) {
    return loadTicket(context, ticketId);
  }
}

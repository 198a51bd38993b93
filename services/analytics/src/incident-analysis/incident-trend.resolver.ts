import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '@plimsoll/shared';
import { checkPeriod, OperationsIntelligence, PeriodArgs } from '../executive/index.js';
import { loadIncidentTrend } from './incident-trend.loader.js';
import { IncidentTrendMonth } from './incident-trend.types.js';

/** Are we improving with our incident management? */
@Resolver(() => OperationsIntelligence)
export class IncidentTrendResolver {
  @FieldResolver(() => [IncidentTrendMonth], {
    description:
      'The unplanned incidents of each calendar month (UTC) by their start, with the five intervals: detect, acknowledge, mitigate, restore, resolve. What is open is counted apart; an interval without both ends, or with them in the wrong order, is left out and counted. Tickets merged into others do not count, nor do incidents without a start. Months that begin after `asOf` are left out. The incidents behind each number: `incidentReport(by: MONTH) { incidents }` of the same period.',
  })
  async incidentTrend(
    @Root() { asOf }: OperationsIntelligence,
    @Args(() => PeriodArgs) period: PeriodArgs,
    @Ctx() context: RequestContext,
  ): Promise<IncidentTrendMonth[]> {
    return await loadIncidentTrend(context, checkPeriod(period), asOf);
  }
}

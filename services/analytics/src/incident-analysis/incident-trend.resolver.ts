import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '@plimsoll/shared';
import { checkPeriod, monthsOf, OperationsIntelligence, PeriodArgs } from '../executive/index.js';
import { loadMonthFigures } from '../month-figure/index.js';
import { NO_INCIDENTS } from './incident-interval.rules.js';
import { incidentMonths } from './incident-trend.store.js';
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
    const slices = monthsOf(checkPeriod(period)).filter(({ from }) => from < asOf);
    const figures = await loadMonthFigures(context, incidentMonths, slices, asOf);
    return slices.map(({ month }, index) => ({ month, ...(figures[index] ?? NO_INCIDENTS) }));
  }
}

import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { ConnectionArgs, toConnection, type RequestContext } from '@plimsoll/shared';
import type { Reporting } from '../exchange-rate/index.js';
import { checkPeriod, OperationsIntelligence, PeriodArgs } from '../executive/index.js';
import { daysOf } from '../revenue/index.js';
import { loadChurnCauses } from './churn-cause.loader.js';
import { ChurnCause } from './churn-cause.types.js';
import { listLosses } from './churn-report.loader.js';
import { LostCustomerConnection } from './churn-report.types.js';
import { lostCustomerOf } from './churn-report.view.js';

/** Why customers leave. */
@Resolver(() => OperationsIntelligence)
export class ChurnCausesResolver {
  constructor(private readonly reporting: Reporting) {}

  @FieldResolver(() => [ChurnCause], {
    description:
      'The main causes of customer churn: customers that stopped paying altogether in the period, by the reason given, the most frequent first, then by reason. A loss counts on its first day (UTC) without pay; none behind `asOf` counts. `churnReport` by `REASON` tells the same with bridges; the customers behind each number: `customers`.',
  })
  churnCauses(
    @Root() { asOf }: OperationsIntelligence,
    @Args(() => PeriodArgs) period: PeriodArgs,
    @Ctx() context: RequestContext,
  ): Promise<ChurnCause[]> {
    return loadChurnCauses(context, this.reporting, daysOf(checkPeriod(period), asOf));
  }
}

/** Which customers left for a reason. */
@Resolver(() => ChurnCause)
export class ChurnCauseResolver {
  @FieldResolver(() => LostCustomerConnection, { description: 'The losses counted, the earliest first.' })
  async customers(
    @Root() { days, reason }: ChurnCause,
    @Args(() => ConnectionArgs) page: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    const group = { question: { days, by: 'REASON' }, key: reason, isTotal: false } as const;
    return toConnection(await listLosses(context, group, page), lostCustomerOf);
  }
}

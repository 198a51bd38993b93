import { Arg, Args, ArgsType, Ctx, Field, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import {
  ConnectionArgs,
  DateScalar,
  DateTimeScalar,
  toConnection,
  type RequestContext,
} from '@plimsoll/shared';
import type { Reporting } from '../exchange-rate/index.js';
import {
  listLosses,
  loadChurnReport,
  loadPreceding,
  loadPrecedingLost,
  loadPrecedingStayed,
} from './churn-report.loader.js';
import { checkDays } from './churn-report.rules.js';
import {
  ChurnReport,
  ChurnReportDimension,
  ChurnReportRow,
  LostCustomer,
  LostCustomerConnection,
  PrecedingEvents,
  PrecedingEventsSummary,
} from './churn-report.types.js';
import { lostCustomerOf, rowOf, summaryOf } from './churn-report.view.js';

@ArgsType()
class ChurnReportArgs {
  @Field(() => DateScalar, { description: 'The first day.' })
  from!: string;

  @Field(() => DateScalar, { description: 'The first day out; at most ten years later.' })
  to!: string;

  @Field(() => ChurnReportDimension, {
    defaultValue: ChurnReportDimension.SEGMENT,
    description: 'By what customers are told apart.',
  })
  by!: ChurnReportDimension;
}

/** Who came and went. */
@Resolver(() => ChurnReport)
export class ChurnReportResolver {
  constructor(private readonly reporting: Reporting) {}

  @Query(() => ChurnReport, {
    nullable: true,
    description:
      'Who came and went in a period and what that did to recurring revenue, by group. For staff and analysts; null for others.',
  })
  async churnReport(
    @Args(() => ChurnReportArgs) { from, to, by }: ChurnReportArgs,
    @Arg('asOf', () => DateTimeScalar, {
      nullable: true,
      description: 'Nothing behind the day (UTC) of this instant counts; null: now.',
    })
    asOf: Date | null,
    @Ctx() context: RequestContext,
  ): Promise<ChurnReport | null> {
    const days = checkDays({ from, to }, asOf ?? context.now);
    if (!['SYSTEM', 'STAFF', 'ANALYST'].includes(context.scope.kind)) return null;
    const report = await loadChurnReport(context.session, this.reporting, { days, by });
    return {
      question: report.question,
      ...days,
      by,
      rows: report.rows.map(rowOf),
      total: rowOf(report.total),
      missingRates: report.missingRates,
    };
  }

  @FieldResolver(() => PrecedingEventsSummary, {
    description: 'What preceded the losses of the period, in the 90 days before each.',
  })
  async precedingLosses(
    @Root() { question }: ChurnReport,
    @Ctx() context: RequestContext,
  ): Promise<PrecedingEventsSummary> {
    return summaryOf(await loadPrecedingLost(context, question));
  }

  @FieldResolver(() => PrecedingEventsSummary, {
    description:
      'For comparison: what happened in the 90 days before the end of the period to customers who paid when it began and were not lost in it; to 2,000 of these, evenly picked and always the same ones, where there are more.',
  })
  async precedingStays(
    @Root() { question }: ChurnReport,
    @Ctx() context: RequestContext,
  ): Promise<PrecedingEventsSummary> {
    return summaryOf(await loadPrecedingStayed(context.session, question));
  }
}

/** Which customers a group lost. */
@Resolver(() => ChurnReportRow)
export class ChurnReportRowResolver {
  @FieldResolver(() => LostCustomerConnection, {
    description:
      "The losses that `customers.churned` counts, the earliest first: the group's customers, of the total all.",
  })
  async lostCustomers(
    @Root() { group }: ChurnReportRow,
    @Args(() => ConnectionArgs) page: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    return toConnection(await listLosses(context, group, page), lostCustomerOf);
  }
}

/** What preceded a loss. */
@Resolver(() => LostCustomer)
export class LostCustomerResolver {
  @FieldResolver(() => PrecedingEvents, { description: 'What happened to it in the 90 days before.' })
  preceding(
    @Root() { customerId, on }: LostCustomer,
    @Ctx() context: RequestContext,
  ): Promise<PrecedingEvents> {
    return loadPreceding(context, { customerId, on });
  }
}

import { Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { toConnection, type Money, type RequestContext } from '@plimsoll/shared';
import { checkPeriod, OperationsIntelligence, ratioOf, uptimeOf } from '../executive/index.js';
import { listMonths, listSlaReport } from './sla-report.loader.js';
import type { ListedMonth, SlaReportLine } from './sla-report.store.js';
import {
  ServiceLevelMonth,
  ServiceLevelMonthConnection,
  ServiceLevelMonthsArgs,
  SlaReportArgs,
  SlaReportConnection,
  type SlaReportRow,
} from './sla-report.types.js';

const moneyOf = (credits: SlaReportLine['credits']): Money[] =>
  credits.map(([amount, currency]) => ({ amount, currency }));

function shownLine(line: SlaReportLine): SlaReportRow {
  return {
    key: line.key,
    name: line.name,
    customerCount: line.customerCount,
    uptimeAttainment: ratioOf(line.met, line.measured),
    responseAttainment: ratioOf(line.clocksMet, line.clocksMet + line.clocksBreached),
    uptime: uptimeOf(line.countedSeconds, line.lengthSeconds),
    lengthSeconds: Number(line.lengthSeconds),
    countedSeconds: Number(line.countedSeconds),
    excludedSeconds: Number(line.excludedSeconds),
    unknownSeconds: Number(line.unknownSeconds),
    credits: moneyOf(line.credits),
  };
}

function shownMonth(row: ListedMonth): ServiceLevelMonth {
  return {
    customer: { id: row.customerId },
    product: { id: row.productId },
    agreement: { id: row.agreementId },
    month: row.month,
    uptime: row.uptime,
    uptimeTarget: row.uptimeTarget,
    lengthSeconds: Number(row.lengthSeconds),
    countedSeconds: Number(row.countedSeconds),
    excludedSeconds: Number(row.excludedSeconds),
    unknownSeconds: Number(row.unknownSeconds),
    headroomSeconds: Number(row.headroomSeconds),
    breached: row.breached,
    creditPercent: row.creditPercent,
    credits: moneyOf(row.credits),
    computedThrough: row.computedThrough,
  };
}

/** Which customers, products and agreements the company does well and badly against. */
@Resolver(() => OperationsIntelligence)
export class SlaReportResolver {
  @FieldResolver(() => SlaReportConnection, {
    description:
      'What `slaAttainment` is made of, cut by one dimension: the most breaches first. A month of a customer belongs to the period that holds its first date, a clock to the one that holds its due instant. Drill-down: `serviceLevelMonths`.',
  })
  async slaReport(
    @Root() { asOf }: OperationsIntelligence,
    @Args(() => SlaReportArgs) { from, to, by, first, after }: SlaReportArgs,
    @Ctx() context: RequestContext,
  ) {
    const period = checkPeriod({ from, to });
    const page = await listSlaReport(context, { period, by, asOf }, { first, after: after ?? null });
    return toConnection(page, shownLine);
  }
}

/** The months of customers. */
@Resolver(() => ServiceLevelMonth)
export class ServiceLevelMonthResolver {
  @Query(() => ServiceLevelMonthConnection, {
    description:
      'The service levels of customers, month by month, as the ledger stands. Staff and analysts see all, resellers those of their customers, contacts their own.',
  })
  async serviceLevelMonths(
    @Args(() => ServiceLevelMonthsArgs) args: ServiceLevelMonthsArgs,
    @Ctx() context: RequestContext,
  ) {
    const page = await listMonths(context, args);
    return toConnection(page, shownMonth);
  }
}

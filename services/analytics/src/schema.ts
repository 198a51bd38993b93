import { buildFederatedSchema, type SubgraphSchema } from '@plimsoll/shared';
import { AccountMemory, loadVisibleCustomers } from './account/index.js';
import { IncidentExposureResolver } from './asset-exposure/index.js';
import { AssetTroubleResolver } from './asset-trouble/index.js';
import { ChangeOutcomesResolver, ChangeReportResolver } from './change-analysis/index.js';
import {
  ChurnCauseResolver,
  ChurnCausesResolver,
  ChurnReportResolver,
  ChurnReportRowResolver,
  LostCustomerResolver,
} from './churn/index.js';
import { ChurnModelResolver, ChurnRiskResolver } from './churn-risk/index.js';
import { CohortResolver } from './cohort/index.js';
import { CostResolver, CustomerCostResolver } from './cost/index.js';
import { CostReportResolver, CostToServeResolver } from './cost-report/index.js';
import { CustomerResolver } from './customer/index.js';
import { CustomerHealthDayResolver } from './customer-health-day/index.js';
import { CustomerHealthResolver } from './customer-health/index.js';
import { reportingIn } from './exchange-rate/index.js';
import { ExecutiveResolver, intelligenceById, OperationsIntelligence } from './executive/index.js';
import {
  ExposureResolver,
  OutageImpact,
  OutageImpactResolver,
  type ExposureMemory,
} from './exposure/index.js';
import { IncidentReportResolver, IncidentTrendResolver } from './incident-analysis/index.js';
import { LedgerMemory } from './ledger/index.js';
import { BiLoginResolver } from './bi-login/index.js';
import { MetricResolver } from './metric-query/index.js';
import { MonthRestatementsResolver } from './month-figure/index.js';
import { NextDollarResolver, NextDollarsResolver } from './next-dollar/index.js';
import { Asset, Customer } from './reference/index.js';
import { ProjectionStatusResolver, type StatusMachinery } from './projection-status/index.js';
import { RecordComparisonResolver } from './record-reconciliation/index.js';
import { RebuildResolver, type RebuildMachinery } from './rebuild/index.js';
import { ReliabilityResolver } from './reliability/index.js';
import type { ReportPost } from './report-delivery/index.js';
import { ReportRunResolver } from './report-run/index.js';
import { ReportScheduleResolver } from './report-schedule/index.js';
import { Change, SafeWindowResolver } from './safe-window/index.js';
import {
  AttainmentResolver,
  ServiceLevelMonthResolver,
  SlaReportResolver,
} from './service-level-attainment/index.js';
import { SuccessPageResolver, SuccessReportResolver } from './success-report/index.js';
import { UsageTrendResolver } from './usage-trend/index.js';
import { CustomerStatementResolver, StatementResolver } from './service-level-statement/index.js';
import { CustomerServiceCreditResolver, ServiceCreditRecordResolver } from './service-credit/index.js';
import { ServiceCreditResolver, ServiceLevelResolver } from './service-level/index.js';
import { TopCustomerResolver, TopCustomersResolver } from './top-customer/index.js';
import { TrailingMonthsResolver } from './trailing-months/index.js';

/**
 * The federated schema of service levels, exposure and reliability.
 *
 * @param reportingCurrency the company's own, into which amounts are converted; ISO 4217
 * @param machinery what takes events in and builds anew; absent where the schema alone is wanted
 * @param post how reports leave the platform; absent where the schema alone is wanted
 * @throws ConfigError where the currency is no code of three letters
 */
export function analyticsSchema(
  reportingCurrency?: string,
  machinery?: StatusMachinery & RebuildMachinery,
  post?: ReportPost,
): SubgraphSchema {
  const reporting = reportingIn(reportingCurrency);
  const memory: ExposureMemory = { accounts: new AccountMemory(), ledger: new LedgerMemory() };
  return buildFederatedSchema({
    resolvers: [
      new CustomerResolver(),
      new ChurnModelResolver(),
      new ChurnRiskResolver(),
      new CohortResolver(reporting),
      new CostResolver(),
      new CustomerCostResolver(),
      new CostReportResolver(reporting),
      new CostToServeResolver(reporting),
      new CustomerHealthResolver(),
      new CustomerHealthDayResolver(),
      new UsageTrendResolver(),
      new SuccessPageResolver(),
      new SuccessReportResolver(),
      new ExecutiveResolver(),
      new AssetTroubleResolver(reporting),
      new ChangeOutcomesResolver(),
      new ChangeReportResolver(),
      new ChurnCauseResolver(),
      new ChurnCausesResolver(reporting),
      new ChurnReportResolver(reporting),
      new ChurnReportRowResolver(),
      new LostCustomerResolver(),
      new IncidentExposureResolver(reporting),
      new NextDollarResolver(),
      new NextDollarsResolver(reporting),
      new IncidentTrendResolver(),
      new IncidentReportResolver(),
      new MonthRestatementsResolver(),
      new TopCustomerResolver(),
      new TopCustomersResolver(reporting),
      new TrailingMonthsResolver(reporting),
      new AttainmentResolver(),
      new ServiceLevelMonthResolver(),
      new SlaReportResolver(),
      new ServiceLevelResolver(reporting),
      new CustomerStatementResolver(reporting),
      new StatementResolver(),
      new ServiceCreditResolver(reporting),
      new ServiceCreditRecordResolver(),
      new CustomerServiceCreditResolver(),
      new ReliabilityResolver(),
      new ReportRunResolver(reporting),
      new ReportScheduleResolver(post),
      new BiLoginResolver(),
      new MetricResolver(reporting),
      new ProjectionStatusResolver(machinery),
      new RebuildResolver(machinery),
      new RecordComparisonResolver(),
      new OutageImpactResolver(reporting, memory),
      new ExposureResolver(),
      new SafeWindowResolver(reporting, memory),
    ],
    orphanedTypes: [Asset, Change, Customer, OperationsIntelligence, OutageImpact],
    references: {
      Asset: (references) => Promise.resolve(references.map(({ id }) => ({ id }))),
      // Whether there is such a change assets says: for whoever may not see it, it hands nothing over.
      Change: (references) =>
        Promise.resolve(
          references.map(({ id, planOutages, blockedTimes }) => ({
            id,
            planOutages: planOutages ?? null,
            blockedTimes: blockedTimes ?? null,
          })),
        ),
      Customer: async (references, context) => {
        const visible = await loadVisibleCustomers(
          context,
          references.map(({ id }) => id),
        );
        return visible.map((id) => (id === null ? null : { id }));
      },
      // An answer is for whoever may ask the question.
      OperationsIntelligence: (references, context) =>
        Promise.resolve(references.map(({ id }) => intelligenceById(String(id), context))),
      OutageImpact: (references) =>
        Promise.resolve(
          references.map(({ id, customerOutages }) => ({ id, customerOutages: customerOutages ?? null })),
        ),
    },
  });
}

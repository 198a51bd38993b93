import { CreateChurnModels1790000000431 } from './account/create-churn-models.migration.js';
import { BiLoginEntity } from '../bi-login/index.js';
import { CostEntity } from '../cost/index.js';
import { CreateBiLogins1790000000450 } from './figure/create-bi-logins.migration.js';
import { CreateCosts1790000000480 } from './account/create-costs.migration.js';
import { CreateExchangeRates1790000000210 } from './account/create-exchange-rates.migration.js';
import { CreateFacts1790000000400 } from './fact/create-facts.migration.js';
import { CreateLedger1790000000200 } from './ledger/create-ledger.migration.js';
import { CreateMonthFigures1790000000460 } from './figure/create-month-figures.migration.js';
import { CompareRecords1790000000421 } from './projection/compare-records.migration.js';
import { CreateProjectionVersions1790000000420 } from './projection/create-projection-versions.migration.js';
import { CreateServiceLevelMonths1790000000440 } from './ledger/create-service-level-months.migration.js';
import { EstimateTimes1790000000520 } from './fact/estimate-times.migration.js';
import { ExposeChanges1790000000360 } from './ledger/expose-changes.migration.js';
import { FollowCustomerMerges1790000000270 } from './account/follow-customer-merges.migration.js';
import { KeepCustomerHealth1790000000482 } from './account/keep-customer-health.migration.js';
import { KeepServiceCredits1790000000441 } from './ledger/keep-service-credits.migration.js';
import { ServiceCreditEntity } from '../service-credit/index.js';
import { KeepRedundancyTrials1790000000470 } from './ledger/keep-redundancy-trials.migration.js';
import { IndexUsageDays1790000000481 } from './fact/index-usage-days.migration.js';
import { ReportScheduleEntity } from '../report-schedule/index.js';
import { ScheduleReports1790000000510 } from './figure/schedule-reports.migration.js';
import { HastenChurn1790000000430 } from './account/hasten-churn.migration.js';
import { ShowCustomersToResellers1790000000250 } from './account/show-customers-to-resellers.migration.js';
import { SuspectChanges1790000000461 } from './fact/suspect-changes.migration.js';
import { WorkOutRevenueMonths1790000000462 } from './figure/work-out-revenue-months.migration.js';

/** What the service's database needs. */
export const analyticsDatabase = {
  service: 'analytics',
  entities: [BiLoginEntity, CostEntity, ServiceCreditEntity, ReportScheduleEntity],
  migrations: [
    CreateLedger1790000000200,
    CreateExchangeRates1790000000210,
    ShowCustomersToResellers1790000000250,
    FollowCustomerMerges1790000000270,
    ExposeChanges1790000000360,
    CreateFacts1790000000400,
    CreateProjectionVersions1790000000420,
    CompareRecords1790000000421,
    HastenChurn1790000000430,
    CreateChurnModels1790000000431,
    CreateServiceLevelMonths1790000000440,
    KeepServiceCredits1790000000441,
    CreateBiLogins1790000000450,
    CreateMonthFigures1790000000460,
    SuspectChanges1790000000461,
    WorkOutRevenueMonths1790000000462,
    KeepRedundancyTrials1790000000470,
    CreateCosts1790000000480,
    IndexUsageDays1790000000481,
    KeepCustomerHealth1790000000482,
    ScheduleReports1790000000510,
    EstimateTimes1790000000520,
  ],
};

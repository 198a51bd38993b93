import { AgreementTemplateEntity } from '../agreement-template/index.js';
import { AgreementEntity } from '../agreement/index.js';
import { ApiKeyEntity } from '../api-key/index.js';
import { ApprovalRuleEntity } from '../approval-policy/index.js';
import { BrandingEntity } from '../branding/index.js';
import { CalendarEntity } from '../calendar/index.js';
import { ChargeableCaseEntity } from '../chargeable-case/index.js';
import { ContactEntity } from '../contact/index.js';
import { CustomerReviewEntity } from '../customer-review/index.js';
import { CustomerSettingsEntity } from '../customer-settings/index.js';
import { CustomerTerminationEntity } from '../customer-termination/index.js';
import { CustomerEntity } from '../customer/index.js';
import { ActivateSubscriptions1790000000020 } from './activate-subscriptions.migration.js';
import { BoundTrials1790000000022 } from './bound-trials.migration.js';
import { CountPodSeats1790000000040 } from './count-pod-seats.migration.js';
import { DrainPods1790000000041 } from './drain-pods.migration.js';
import { CreateAccounts1790000000010 } from './create-accounts.migration.js';
import { CreateOnboarding1790000000090 } from './create-onboarding.migration.js';
import { DraftAgreements1790000000080 } from './draft-agreements.migration.js';
import { FindSenders1790000000330 } from './find-senders.migration.js';
import { IssueApiKeys1790000000060 } from './issue-api-keys.migration.js';
import { ActivateContacts1790000000082 } from './activate-contacts.migration.js';
import { LimitCases1790000000081 } from './limit-cases.migration.js';
import { KeepAccountLife1790000000070 } from './keep-account-life.migration.js';
import { PlaceOrders1790000000021 } from './place-orders.migration.js';
import { ProvisionOrders1790000000030 } from './provision-orders.migration.js';
import { RecordUsage1790000000095 } from './record-usage.migration.js';
import { SellThroughPartners1790000000050 } from './sell-through-partners.migration.js';
import { VersionExchangeRates1790000000011 } from './version-exchange-rates.migration.js';
import { DeploymentEntity } from '../deployment/index.js';
import { DeploymentTemplateEntity } from '../deployment-template/index.js';
import { EntitlementEntity } from '../entitlement/index.js';
import { OpportunityEntity } from '../opportunity/index.js';
import { OrderEntity, OrderLineEntity } from '../order/index.js';
import { PartnerEntity } from '../partner/index.js';
import { PersonEntity } from '../person/index.js';
import { PlanEntity } from '../plan/index.js';
import { PodEntity } from '../pod/index.js';
import { PriceListEntity } from '../price-list/index.js';
import { ProductEntity } from '../product/index.js';
import { ProvisioningRequestEntity } from '../provisioning-request/index.js';
import { SubscriptionEntity } from '../subscription/index.js';
import { SupportLevelEntity } from '../support-level/index.js';
import { TenantEntity } from '../tenant/index.js';
import { RenewalReminderEntity } from '../renewal/index.js';
import { TrialPolicyEntity } from '../trial-policy/index.js';
import { TellFacts1790000000410 } from './tell-facts.migration.js';

/** What the service's database needs. */
export const entitlementsDatabase = {
  service: 'entitlements',
  entities: [
    AgreementEntity,
    AgreementTemplateEntity,
    ApiKeyEntity,
    ApprovalRuleEntity,
    BrandingEntity,
    CalendarEntity,
    ChargeableCaseEntity,
    ContactEntity,
    CustomerEntity,
    CustomerSettingsEntity,
    CustomerTerminationEntity,
    CustomerReviewEntity,
    DeploymentEntity,
    DeploymentTemplateEntity,
    EntitlementEntity,
    OpportunityEntity,
    OrderEntity,
    OrderLineEntity,
    PartnerEntity,
    PersonEntity,
    PlanEntity,
    PodEntity,
    PriceListEntity,
    ProductEntity,
    ProvisioningRequestEntity,
    SubscriptionEntity,
    SupportLevelEntity,
    TenantEntity,
    RenewalReminderEntity,
    TrialPolicyEntity,
  ],
  migrations: [
    CreateAccounts1790000000010,
    VersionExchangeRates1790000000011,
    ActivateSubscriptions1790000000020,
    PlaceOrders1790000000021,
    BoundTrials1790000000022,
    ProvisionOrders1790000000030,
    CountPodSeats1790000000040,
    DrainPods1790000000041,
    SellThroughPartners1790000000050,
    IssueApiKeys1790000000060,
    KeepAccountLife1790000000070,
    DraftAgreements1790000000080,
    LimitCases1790000000081,
    ActivateContacts1790000000082,
    CreateOnboarding1790000000090,
    RecordUsage1790000000095,
    FindSenders1790000000330,
    TellFacts1790000000410,
  ],
};

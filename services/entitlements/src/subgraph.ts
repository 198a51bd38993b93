import {
  buildFederatedSchema,
  Consumer,
  createSubgraph,
  Relay,
  type Database,
  type EventBus,
  type KeptRecord,
  type Logger,
  type Records,
  type ReferenceResolver,
  type Subgraph,
  type SubgraphSchema,
} from '@plimsoll/shared';
import { ApprovalRuleEntity, ApprovalRuleResolver } from './approval-policy/index.js';
import { AgreementEntity, AgreementResolver, agreementRecords } from './agreement/index.js';
import { AgreementComparisonResolver } from './agreement-comparison/index.js';
import { AgreementTemplateEntity, AgreementTemplateResolver } from './agreement-template/index.js';
import {
  ApiKeyEntity,
  apiKeyRecords,
  ApiKeyResolver,
  apiKeyUsageWork,
  PartnerApiKeysResolver,
} from './api-key/index.js';
import { AuditResolver } from './audit/index.js';
import { BrandingEntity } from './branding/index.js';
import { CalendarEntity, CalendarResolver, calendarRecords } from './calendar/index.js';
import { ContactEntity, ContactResolver, contactRecords, CustomerContactsResolver } from './contact/index.js';
import {
  AccountManagerCustomersResolver,
  CustomerAccessResolver,
  CustomerEntity,
  CustomerResolver,
  loadCustomer,
  PartnerCustomersResolver,
  restateResellers,
} from './customer/index.js';
import {
  CustomerReviewEntity,
  CustomerReviewResolver,
  customerReviewRecords,
  ReviewsOfCustomerResolver,
  ReviewsOfOwnerResolver,
} from './customer-review/index.js';
import { CustomerAccessSwitchResolver } from './customer-access/index.js';
import {
  CustomerSettingsEntity,
  CustomerSettingsResolver,
  SettingsOfCustomerResolver,
} from './customer-settings/index.js';
import {
  CustomerDeploymentsResolver,
  DeploymentEntity,
  DeploymentMilestoneResolver,
  deploymentProjection,
  DeploymentResolver,
  deploymentRecords,
  DeploymentTemplateEntity,
  DeploymentTemplateResolver,
  deploymentTemplateRecords,
  OwnerDeploymentsResolver,
} from './deployment/index.js';
import {
  CustomerEntitlementsResolver,
  EntitlementEntity,
  entitlementRecords,
  EntitlementResolver,
} from './entitlement/index.js';
import {
  CustomerOpportunitiesResolver,
  OpportunityEntity,
  OpportunityResolver,
  opportunityRecords,
  OwnerOpportunitiesResolver,
} from './opportunity/index.js';
import {
  CustomerOrdersResolver,
  OrderEntity,
  OrderLineEntity,
  OrderLineResolver,
  OrderResolver,
  orderRecords,
  PartnerOrdersResolver,
} from './order/index.js';
import { PartnerEntity, PartnerResolver, partnerRecords } from './partner/index.js';
import { PersonEntity, PersonResolver, personRecords } from './person/index.js';
import { PlanEntity, PlanResolver, planRecords } from './plan/index.js';
import { PodEntity, PodResolver, podRecords } from './pod/index.js';
import { PriceListEntity } from './price-list/index.js';
import { PlacementPreviewResolver, PodCapacityResolver, PodForecastResolver } from './pod-capacity/index.js';
import { ProductEntity, ProductResolver, productRecords } from './product/index.js';
import {
  CustomerSubscriptionsResolver,
  EntitlementSubscriptionResolver,
  impliedEntitlementProjection,
  SubscriptionEntitlementsResolver,
  SubscriptionEntity,
  SubscriptionPeriodResolver,
  subscriptionRecords,
  SubscriptionResolver,
} from './subscription/index.js';
import { RevenueMovementResolver, SubscriptionReportResolver } from './subscription-report/index.js';
import { ProvisioningRequestEntity } from './provisioning-request/index.js';
import { TenantEntity } from './tenant/index.js';
import { SubscriptionStepResolver } from './subscription-step/index.js';
import { CustomerSubscriptionEventResolver } from './subscription-event/index.js';
import { SupportLevelEntity, SupportLevelResolver, supportLevelRecords } from './support-level/index.js';
import { ExchangeRateResolver } from './exchange-rate/index.js';
import { CustomerUsageResolver, UsageMonthResolver, UsageResolver } from './usage/index.js';
import { entitlementsWork, type ProvisioningOptions } from './jobs.js';
import { CountPodSeats1790000000040 } from './database/count-pod-seats.migration.js';
import { ActivateSubscriptions1790000000020 } from './database/activate-subscriptions.migration.js';
import { CreateAccounts1790000000010 } from './database/create-accounts.migration.js';
import { CreateOnboarding1790000000090 } from './database/create-onboarding.migration.js';
import { KeepAccountLife1790000000070 } from './database/keep-account-life.migration.js';
import { IssueApiKeys1790000000060 } from './database/issue-api-keys.migration.js';
import { SellThroughPartners1790000000050 } from './database/sell-through-partners.migration.js';
import { RecordUsage1790000000095 } from './database/record-usage.migration.js';
import { PlaceOrders1790000000021 } from './database/place-orders.migration.js';
import { ProvisionOrders1790000000030 } from './database/provision-orders.migration.js';
import { DraftAgreements1790000000080 } from './database/draft-agreements.migration.js';
import { VersionExchangeRates1790000000011 } from './database/version-exchange-rates.migration.js';

/** The name of this service: its subgraph, its database, its place on the bus. */
const SERVICE = 'entitlements';

/** What the service's database needs. */
export const entitlementsDatabase = {
  service: SERVICE,
  entities: [
    AgreementEntity,
    AgreementTemplateEntity,
    ApiKeyEntity,
    ApprovalRuleEntity,
    BrandingEntity,
    CalendarEntity,
    ContactEntity,
    CustomerEntity,
    CustomerSettingsEntity,
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
  ],
  migrations: [
    CreateAccounts1790000000010,
    VersionExchangeRates1790000000011,
    ActivateSubscriptions1790000000020,
    PlaceOrders1790000000021,
    ProvisionOrders1790000000030,
    CountPodSeats1790000000040,
    SellThroughPartners1790000000050,
    IssueApiKeys1790000000060,
    KeepAccountLife1790000000070,
    DraftAgreements1790000000080,
    CreateOnboarding1790000000090,
    RecordUsage1790000000095,
  ],
};

/** The federated schema of accounts, contracts and pods. */
export function entitlementsSchema(): SubgraphSchema {
  return buildFederatedSchema({
    resolvers: [
      new AgreementResolver(),
      new AgreementComparisonResolver(),
      new AgreementTemplateResolver(),
      new ApprovalRuleResolver(),
      new ApiKeyResolver(),
      new PartnerApiKeysResolver(),
      new AuditResolver(),
      new CalendarResolver(),
      new PartnerResolver(restateResellers),
      new PersonResolver(),
      new PlanResolver(),
      new PodResolver(),
      new PodCapacityResolver(),
      new PodForecastResolver(),
      new PlacementPreviewResolver(),
      new ProductResolver(),
      new SupportLevelResolver(),
      new ExchangeRateResolver(),
      new UsageResolver(),
      new UsageMonthResolver(),
      new CustomerUsageResolver(),
      new OrderResolver(),
      new OrderLineResolver(),
      new CustomerOrdersResolver(),
      new PartnerOrdersResolver(),
      new CustomerResolver(),
      new CustomerAccessResolver(),
      new CustomerAccessSwitchResolver(),
      new CustomerSettingsResolver(),
      new SettingsOfCustomerResolver(),
      new PartnerCustomersResolver(),
      new AccountManagerCustomersResolver(),
      new ContactResolver(),
      new CustomerContactsResolver(),
      new EntitlementResolver(),
      new CustomerEntitlementsResolver(),
      new SubscriptionResolver(),
      new SubscriptionPeriodResolver(),
      new SubscriptionStepResolver(),
      new SubscriptionEntitlementsResolver(),
      new EntitlementSubscriptionResolver(),
      new CustomerSubscriptionsResolver(),
      new CustomerSubscriptionEventResolver(),
      new SubscriptionReportResolver(),
      new RevenueMovementResolver(),
      new OpportunityResolver(),
      new CustomerOpportunitiesResolver(),
      new OwnerOpportunitiesResolver(),
      new DeploymentResolver(),
      new DeploymentMilestoneResolver(),
      new DeploymentTemplateResolver(),
      new CustomerDeploymentsResolver(),
      new OwnerDeploymentsResolver(),
      new CustomerReviewResolver(),
      new ReviewsOfCustomerResolver(),
      new ReviewsOfOwnerResolver(),
    ],
    references: {
      ApiKey: referencesOf(apiKeyRecords),
      ServiceLevelAgreement: referencesOf(agreementRecords),
      BusinessCalendar: referencesOf(calendarRecords),
      Contact: referencesOf(contactRecords),
      // Through the loader that resolvers use too: a request reads its customers once.
      Customer: (references, context) => Promise.all(references.map(({ id }) => loadCustomer(context, id))),
      CustomerReview: referencesOf(customerReviewRecords),
      Deployment: referencesOf(deploymentRecords),
      DeploymentTemplate: referencesOf(deploymentTemplateRecords),
      Opportunity: referencesOf(opportunityRecords),
      CustomerSubscription: referencesOf(subscriptionRecords),
      Entitlement: referencesOf(entitlementRecords),
      Order: referencesOf(orderRecords),
      Partner: referencesOf(partnerRecords),
      Person: referencesOf(personRecords),
      Plan: referencesOf(planRecords),
      Pod: referencesOf(podRecords),
      Product: referencesOf(productRecords),
      SupportLevel: referencesOf(supportLevelRecords),
    },
  });
}

/** References by id, to what the caller's scope sees. */
function referencesOf<R extends KeptRecord>(records: Records<R>): ReferenceResolver {
  return (references, context) =>
    records.findInOrder(
      context.session,
      references.map((reference) => reference.id),
    );
}

/** The entitlements service on its database and the bus. */
export function createEntitlementsSubgraph(dependencies: {
  database: Database;
  bus: EventBus;
  logger: Logger;
  clock?: () => Date;
  provisioning?: ProvisioningOptions;
}): Subgraph {
  const { database, bus, logger, clock, provisioning } = dependencies;
  return createSubgraph({
    name: SERVICE,
    federated: entitlementsSchema(),
    database,
    background: [
      new Relay({ database, bus, producer: SERVICE, logger }),
      new Consumer({
        database,
        bus,
        name: 'implied-entitlements',
        projections: [impliedEntitlementProjection(SERVICE)],
        logger,
      }),
      new Consumer({
        database,
        bus,
        name: 'onboarding',
        projections: [deploymentProjection(SERVICE)],
        logger,
      }),
      apiKeyUsageWork({ database, logger }),
      entitlementsWork({
        database,
        logger,
        clock: clock ?? (() => new Date()),
        ...(provisioning ? { provisioning } : {}),
      }),
    ],
    logger,
    ...(clock ? { clock } : {}),
  });
}

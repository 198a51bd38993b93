import {
  buildFederatedSchema,
  type KeptRecord,
  type Records,
  type ReferenceResolver,
  type SubgraphSchema,
} from '@plimsoll/shared';
import { AgreementComparisonResolver } from './agreement-comparison/index.js';
import { AgreementTemplateResolver } from './agreement-template/index.js';
import { AgreementResolver, agreementRecords } from './agreement/index.js';
import { apiKeyRecords, ApiKeyResolver, PartnerApiKeysResolver } from './api-key/index.js';
import { ApprovalRuleResolver } from './approval-policy/index.js';
import { AuditResolver } from './audit/index.js';
import {
  BrandingOriginResolver,
  BrandingResolver,
  CustomerBrandingResolver,
  PartnerBrandingResolver,
} from './branding/index.js';
import { CallRoutingResolver, loadRoutedCall } from './call-routing/index.js';
import { MessageSenderResolver } from './message-sender/index.js';
import { CalendarResolver, calendarRecords } from './calendar/index.js';
import { ContactResolver, contactRecords, CustomerContactsResolver } from './contact/index.js';
import { ContactStepResolver } from './contact-step/index.js';
import { CsiResolver } from './csi/index.js';
import { CustomerAccessSwitchResolver } from './customer-access/index.js';
import { CustomerDuplicateResolver } from './customer-duplicate/index.js';
import { CustomerMergeResolver } from './customer-merge/index.js';
import {
  CustomerReviewResolver,
  customerReviewRecords,
  ReviewsOfCustomerResolver,
  ReviewsOfOwnerResolver,
} from './customer-review/index.js';
import { CustomerSettingsResolver, SettingsOfCustomerResolver } from './customer-settings/index.js';
import { CustomerTerminationResolver, TerminationOfCustomerResolver } from './customer-termination/index.js';
import {
  AccountManagerCustomersResolver,
  CustomerAccessResolver,
  CustomerResolver,
  loadCustomer,
  PartnerCustomersResolver,
  partnerBooks,
} from './customer/index.js';
import { DeploymentTemplateResolver, deploymentTemplateRecords } from './deployment-template/index.js';
import {
  CustomerDeploymentsResolver,
  DeploymentMilestoneResolver,
  DeploymentResolver,
  deploymentRecords,
  OwnerDeploymentsResolver,
} from './deployment/index.js';
import {
  CustomerEntitlementsResolver,
  entitlementRecords,
  EntitlementResolver,
} from './entitlement/index.js';
import {
  CustomerEffectiveEntitlementResolver,
  EffectiveAvailabilityResolver,
  EffectiveEntitlementResolver,
  EffectiveTargetResolver,
  WeighedEntitlementResolver,
} from './effective-entitlement/index.js';
import {
  CaseAllowanceResolver,
  CustomerCaseAllowanceResolver,
  EntitlementCasesResolver,
} from './case-allowance/index.js';
import { ChargeableCaseResolver } from './chargeable-case/index.js';
import { ExchangeRateResolver } from './exchange-rate/index.js';
import {
  CustomerOpportunitiesResolver,
  OpportunityResolver,
  opportunityRecords,
  OwnerOpportunitiesResolver,
} from './opportunity/index.js';
import {
  CustomerOrdersResolver,
  OrderLineResolver,
  OrderResolver,
  orderRecords,
  PartnerOrdersResolver,
} from './order/index.js';
import { OrderPlacementResolver } from './order-placement/index.js';
import { PartnerMoveResolver, PartnerResolver, partnerRecords } from './partner/index.js';
import { PersonResolver, personRecords } from './person/index.js';
import { PlanResolver, planRecords } from './plan/index.js';
import { PlacementPreviewResolver, PodCapacityResolver, PodForecastResolver } from './pod-capacity/index.js';
import { PodMoveResolver } from './pod-move/index.js';
import { PodResolver, podRecords } from './pod/index.js';
import {
  PartnerPriceListsResolver,
  PriceListEntryResolver,
  priceListRecords,
  PriceListResolver,
  UnitPriceResolver,
} from './price-list/index.js';
import { ProductResolver, productRecords } from './product/index.js';
import { CustomerSubscriptionEventResolver } from './subscription-event/index.js';
import { RevenueMovementResolver, SubscriptionReportResolver } from './subscription-report/index.js';
import {
  CustomerProvisioningResolver,
  OrderProvisioningResolver,
  ProvisioningApprovalResolver,
  ProvisioningRequestResolver,
  ProvisioningStepResolver,
} from './provisioning/index.js';
import { provisioningRequests } from './provisioning-request/index.js';
import {
  CustomerTenantsResolver,
  SubscriptionTenantResolver,
  tenantRecords,
  TenantResolver,
} from './tenant/index.js';
import { SubscriptionStepResolver } from './subscription-step/index.js';
import {
  CustomerSubscriptionsResolver,
  EntitlementSubscriptionResolver,
  SubscriptionEntitlementsResolver,
  SubscriptionPeriodResolver,
  subscriptionRecords,
  SubscriptionResolver,
} from './subscription/index.js';
import { SupportLevelResolver, supportLevelRecords } from './support-level/index.js';
import {
  CustomerRenewalRemindersResolver,
  PersonRenewalRemindersResolver,
  RenewalReminderResolver,
} from './renewal/index.js';
import { TrialPolicyResolver } from './trial-policy/index.js';
import { Viewer, viewerReferences, ViewerResolver } from './viewer/index.js';
import { CustomerUsageResolver, UsageMonthResolver, UsageResolver } from './usage/index.js';

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
      new PartnerResolver(partnerBooks),
      new PartnerMoveResolver(),
      new BrandingResolver(),
      new BrandingOriginResolver(),
      new PartnerBrandingResolver(),
      new CustomerBrandingResolver(),
      new PriceListResolver(),
      new PriceListEntryResolver(),
      new UnitPriceResolver(),
      new PartnerPriceListsResolver(),
      new PersonResolver(),
      new PlanResolver(),
      new PodResolver(),
      new PodCapacityResolver(),
      new PodForecastResolver(),
      new PodMoveResolver(),
      new PlacementPreviewResolver(),
      new ProductResolver(),
      new ProvisioningRequestResolver(),
      new ProvisioningStepResolver(),
      new ProvisioningApprovalResolver(),
      new OrderProvisioningResolver(),
      new CustomerProvisioningResolver(),
      new TenantResolver(),
      new CustomerTenantsResolver(),
      new SubscriptionTenantResolver(),
      new SupportLevelResolver(),
      new ExchangeRateResolver(),
      new UsageResolver(),
      new UsageMonthResolver(),
      new CustomerUsageResolver(),
      new OrderResolver(),
      new OrderPlacementResolver(),
      new OrderLineResolver(),
      new CustomerOrdersResolver(),
      new PartnerOrdersResolver(),
      new CustomerResolver(),
      new CustomerAccessResolver(),
      new CallRoutingResolver(),
      new MessageSenderResolver(),
      new CsiResolver(),
      new CustomerDuplicateResolver(),
      new CustomerMergeResolver(),
      new CustomerAccessSwitchResolver(),
      new CustomerSettingsResolver(),
      new SettingsOfCustomerResolver(),
      new CustomerTerminationResolver(),
      new TerminationOfCustomerResolver(),
      new PartnerCustomersResolver(),
      new AccountManagerCustomersResolver(),
      new ContactResolver(),
      new ContactStepResolver(),
      new CustomerContactsResolver(),
      new EntitlementResolver(),
      new CaseAllowanceResolver(),
      new CustomerCaseAllowanceResolver(),
      new EntitlementCasesResolver(),
      new ChargeableCaseResolver(),
      new EffectiveEntitlementResolver(),
      new EffectiveAvailabilityResolver(),
      new EffectiveTargetResolver(),
      new WeighedEntitlementResolver(),
      new CustomerEffectiveEntitlementResolver(),
      new CustomerEntitlementsResolver(),
      new SubscriptionResolver(),
      new SubscriptionPeriodResolver(),
      new TrialPolicyResolver(),
      new RenewalReminderResolver(),
      new CustomerRenewalRemindersResolver(),
      new PersonRenewalRemindersResolver(),
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
      new ViewerResolver(),
    ],
    orphanedTypes: [Viewer],
    references: {
      ApiKey: referencesOf(apiKeyRecords),
      ServiceLevelAgreement: referencesOf(agreementRecords),
      BusinessCalendar: referencesOf(calendarRecords),
      CallRouting: (references, context) =>
        Promise.all(references.map(({ id }) => loadRoutedCall(context, id))),
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
      PriceList: referencesOf(priceListRecords),
      Product: referencesOf(productRecords),
      ProvisioningRequest: referencesOf(provisioningRequests),
      SupportLevel: referencesOf(supportLevelRecords),
      Tenant: referencesOf(tenantRecords),
      Viewer: viewerReferences,
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

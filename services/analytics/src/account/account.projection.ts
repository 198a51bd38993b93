import type { Session } from '@plimsoll/shared';
import { keeping, ofNoun, type Handlers } from '../copy/index.js';
import {
  agreementEvent,
  customerEvent,
  entitlementEvent,
  productEvent,
  subscriptionEvent,
} from './account.events.js';
import {
  agreementCopies,
  customerCopies,
  customersHolding,
  entitlementCopies,
  productCopies,
  refreshAccounts,
  subscriptionCopies,
} from './account.store.js';

/** Refreshes the accounts of the customers that hold the records before and after. */
function refreshingHolders(table: 'entitlement' | 'subscription') {
  return async (
    tx: Session,
    rows: { id: string; data: { customerId: string } }[],
    keep: () => Promise<void>,
  ): Promise<void> => {
    const before = await customersHolding(
      tx,
      table,
      rows.map((row) => row.id),
    );
    await keep();
    await refreshAccounts(tx, [...new Set([...before, ...rows.map((row) => row.data.customerId)])]);
  };
}

const customer = keeping(
  customerCopies,
  customerEvent,
  (data) => ({
    external_id: data.externalId,
    source: data.source,
    csi: data.csi,
    name: data.name,
    segment: data.segment,
    region: data.region,
    time_zone: data.timeZone,
    vertical: data.vertical,
    partner_id: data.partnerId,
    partner_ids: data.partnerIds ?? [],
    account_manager_id: data.accountManagerId,
    active: data.active,
    locale: data.locale,
    designated_analyst_id: data.designatedAnalystId,
    terminates_on: data.terminatesOn,
    merged_into: data.mergedInto,
  }),
  async (tx, rows, keep) => {
    await keep();
    await refreshAccounts(
      tx,
      rows.map((row) => row.id),
    );
  },
);

const product = keeping(productCopies, productEvent, ({ name, externalId, source }) => ({
  name,
  external_id: externalId,
  source,
}));

const agreement = keeping(agreementCopies, agreementEvent, (data) => ({
  name: data.name,
  valid_from: data.validFrom,
  valid_to: data.validTo,
  uptime_target: data.uptimeTarget,
  degraded_weight: data.degradedWeight,
  maintenance_notice_hours: data.maintenanceNoticeHours,
  maintenance_cap_minutes: data.maintenanceCapMinutes,
  credit_tiers: data.creditTiers,
  credit_cap_percent: data.creditCapPercent,
}));

const entitlement = keeping(
  entitlementCopies,
  entitlementEvent,
  (data) => ({
    customer_id: data.customerId,
    product_id: data.productId,
    asset_id: data.assetId,
    agreement_id: data.agreementId,
    support_level_id: data.supportLevelId,
    subscription_id: data.subscriptionId,
    valid_from: data.validFrom,
    valid_to: data.validTo,
  }),
  refreshingHolders('entitlement'),
);

const subscription = keeping(
  subscriptionCopies,
  subscriptionEvent,
  (data) => ({
    customer_id: data.customerId,
    plan_id: data.planId,
    product_id: data.productId,
    kind: data.kind,
    status: data.status,
    quantity: data.quantity,
    started_on: data.startedOn,
    ended_on: data.endedOn,
    renews_on: data.renewsOn,
    pod_id: data.podId,
    cancelled_on: data.cancelledOn,
    end_reason: data.endReason,
    term: data.term,
    terms: data.terms.map(({ from, to, monthlyPrice, currency, planId }) => [
      from,
      to,
      monthlyPrice,
      currency,
      ...(planId === null ? [] : [planId]),
    ]),
  }),
  refreshingHolders('subscription'),
);

/** Keeps copies of customers, products, agreements, entitlements and subscriptions from entitlements' events. */
export const accountHandlers: Handlers = {
  ...ofNoun('customer', customer),
  ...ofNoun('product', product),
  ...ofNoun('agreement', agreement),
  ...ofNoun('entitlement', entitlement),
  ...ofNoun('subscription', subscription),
};

import { z } from 'zod';
import { field, optional } from '../copy/index.js';

/** Names travel in one line of text: what would break the line becomes a space. */
const name = field.text.transform((text) => text.replaceAll(/[\u0000-\u001f]/g, ' '));

/** What entitlements tells of a customer. */
export const customerEvent = z.object({
  externalId: optional(field.text),
  source: optional(field.text),
  csi: optional(field.text),
  name,
  segment: optional(field.text),
  region: optional(field.text),
  timeZone: field.timeZone,
  vertical: optional(field.text),
  partnerId: optional(field.text),
  /** The partner and all above it; older events name the partner alone. */
  partnerIds: z.array(field.text).nullish(),
  accountManagerId: optional(field.text),
  active: z.boolean(),
  locale: optional(field.text),
  designatedAnalystId: optional(field.text),
  terminatesOn: optional(field.date),
  mergedInto: optional(field.text),
});

/** What entitlements tells of a product. */
export const productEvent = z.object({
  name,
  externalId: optional(field.text),
  source: optional(field.text),
});

/** What entitlements tells of a version of an agreement. */
export const agreementEvent = z.object({
  name,
  validFrom: optional(field.date),
  validTo: optional(field.date),
  uptimeTarget: field.percent,
  degradedWeight: field.weight,
  maintenanceNoticeHours: optional(field.decimal),
  maintenanceCapMinutes: optional(field.decimal),
  creditTiers: z.array(z.object({ below: field.percent, percent: field.decimal })),
  creditCapPercent: optional(field.decimal),
});

/** What entitlements tells of an entitlement. */
export const entitlementEvent = z.object({
  customerId: field.text,
  productId: optional(field.text),
  assetId: optional(field.text),
  agreementId: optional(field.text),
  supportLevelId: optional(field.text),
  subscriptionId: optional(field.text),
  validFrom: optional(field.date),
  validTo: optional(field.date),
});

/** What entitlements tells of a subscription. */
export const subscriptionEvent = z.object({
  customerId: field.text,
  planId: optional(field.text),
  productId: optional(field.text),
  kind: field.text,
  status: optional(field.text),
  quantity: optional(z.number()),
  startedOn: optional(field.date),
  endedOn: optional(field.date),
  renewsOn: optional(field.date),
  podId: optional(field.text),
  cancelledOn: optional(field.date),
  endReason: optional(field.text),
  term: optional(field.text),
  terms: z.array(
    z.object({
      from: field.date,
      to: optional(field.date),
      monthlyPrice: field.decimal,
      currency: field.currency,
      planId: optional(field.text),
    }),
  ),
});

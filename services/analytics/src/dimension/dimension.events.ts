import { z } from 'zod';
import { field, optional } from '../copy/index.js';

const named = {
  externalId: optional(field.text),
  source: optional(field.text),
  name: optional(field.text),
};

/** What entitlements tells of a partner. */
export const partnerEvent = z.object({
  ...named,
  region: optional(field.text),
  parentId: optional(field.text),
});

/** What entitlements tells of a plan. */
export const planEvent = z.object({
  ...named,
  productId: optional(field.text),
  supportLevelId: optional(field.text),
  agreementId: optional(field.text),
  tier: optional(z.number().int()),
});

/** What entitlements tells of a support level. */
export const supportLevelEvent = z.object({ ...named, agreementId: optional(field.text) });

/** What entitlements tells of a pod. */
export const podEvent = z.object({ ...named, region: optional(field.text) });

/** What tickets tells of a queue or a team. */
export const crewEvent = z.object(named);

/** What entitlements tells of a customer, as far as figures are cut by it. */
export const customerVersionEvent = z.object({
  name: field.text,
  segment: optional(field.text),
  region: optional(field.text),
  vertical: optional(field.text),
  partnerId: optional(field.text),
  accountManagerId: optional(field.text),
  active: z.boolean(),
});

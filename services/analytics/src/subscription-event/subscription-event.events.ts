import { z } from 'zod';
import { field, optional } from '../copy/index.js';

/** What entitlements tells of something that happened to a subscription. */
export const subscriptionEventEvent = z.object({
  subscriptionId: field.text,
  customerId: field.text,
  on: field.date,
  type: field.text,
  reason: optional(field.text),
});

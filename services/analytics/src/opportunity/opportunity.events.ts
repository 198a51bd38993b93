import { z } from 'zod';
import { field, optional } from '../copy/index.js';

/** What entitlements tells of an opportunity. */
export const opportunityEvent = z.object({
  customerId: field.text,
  kind: optional(field.text),
  stage: optional(field.text),
  origin: optional(field.text),
  recordedAt: optional(field.instant),
  closedAt: optional(field.instant),
  amount: optional(field.decimal),
  currency: optional(field.currency),
});

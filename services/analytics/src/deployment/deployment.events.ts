import { z } from 'zod';
import { field, optional } from '../copy/index.js';

/** What entitlements tells of a deployment. */
export const deploymentEvent = z.object({
  customerId: field.text,
  subscriptionId: optional(field.text),
  status: optional(field.text),
  startedOn: optional(field.date),
  liveOn: optional(field.date),
  amount: optional(field.decimal),
  currency: optional(field.currency),
  milestones: z
    .array(z.object({ name: field.text, dueOn: optional(field.date), completedOn: optional(field.date) }))
    .nullish(),
});

import { z } from 'zod';
import { field, optional } from '../copy/index.js';

/** What entitlements tells of what a customer used: measurements that were new, or changed, at once. */
export const usageEvent = z.object({
  customerId: field.text,
  records: z.array(
    z.object({
      id: field.text,
      /** Older events tell of beginnings and changes alike without a version. */
      version: z
        .number()
        .int()
        .nullish()
        .transform((version) => version ?? 1),
      at: field.instant,
      metric: field.text,
      value: z.string().refine((text) => /^-?\d{1,30}(\.\d{1,20})?$/.test(text), 'is no decimal'),
      component: optional(z.string()),
      path: optional(z.string()),
    }),
  ),
});

import { z } from 'zod';
import { field, optional } from '../copy/index.js';

/** What assets tells of an incident's impact on customers: complete, each time anew. */
export const customerImpactEvent = z.object({
  planned: z.boolean(),
  announcedFrom: optional(field.instant),
  announcedTo: optional(field.instant),
  noticeGivenAt: optional(field.instant),
  impacts: z.array(
    z
      .object({
        productId: field.text,
        state: z.enum(['DOWN', 'DEGRADED', 'UNKNOWN']),
        from: field.instant,
        to: optional(field.instant),
        customerIds: z.array(field.text),
      })
      .refine(({ from, to }) => to === null || from <= to, 'ends before it starts'),
  ),
});

import { z } from 'zod';
import { field, optional } from '../copy/index.js';

/** What assets tells of an asset. */
export const assetEvent = z.object({
  name: optional(field.text),
  kind: optional(field.text),
  status: optional(field.text),
  externalId: optional(field.text),
  source: optional(field.text),
});

/** What assets tells of a change. */
export const changeEvent = z.object({
  title: optional(field.text),
  kind: optional(field.text),
  status: field.text,
  outcome: optional(field.text),
  assetIds: z.array(field.text),
  windowFrom: optional(field.instant),
  windowTo: optional(field.instant),
  startedAt: optional(field.instant),
  endedAt: optional(field.instant),
});

/** What tickets tells of what an incident does to assets: complete, each time anew. */
export const incidentImpactEvent = z.object({
  planned: z.boolean(),
  impacts: z.array(
    z
      .object({
        assetId: optional(field.text),
        state: field.text,
        from: field.instant,
        to: optional(field.instant),
      })
      .refine(({ from, to }) => to === null || from <= to, 'ends before it starts'),
  ),
});

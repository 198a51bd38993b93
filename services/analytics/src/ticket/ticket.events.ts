import { z } from 'zod';
import { field, optional } from '../copy/index.js';

const count = z
  .number()
  .int()
  .nonnegative()
  .nullish()
  .transform((value) => value ?? 0);

/** What tickets tells of a ticket. */
export const ticketEvent = z.object({
  externalId: optional(field.text),
  source: optional(field.text),
  kind: field.text,
  status: field.text,
  nature: optional(field.text),
  phase: optional(field.text),
  priority: optional(field.text),
  severity: optional(field.text),
  channel: optional(field.text),
  tier: optional(field.text),
  category: optional(field.text),
  teamId: optional(field.text),
  queueId: optional(field.text),
  assigneeId: optional(field.text),
  customerId: optional(field.text),
  productId: optional(field.text),
  assetIds: z.array(field.text).nullish(),
  parentId: optional(field.text),
  mergedIntoId: optional(field.text),
  openedAt: field.instant,
  firstRespondedAt: optional(field.instant),
  resolvedAt: optional(field.instant),
  closedAt: optional(field.instant),
  reopenedCount: count,
  reassignedCount: count,
  satisfaction: optional(z.number().int()),
  externalVerdict: optional(field.text),
});

/** What tickets tells of the outage side of a ticket. */
export const incidentEvent = z.object({
  planned: z.boolean(),
  startedAt: optional(field.instant),
  detectedAt: optional(field.instant),
  acknowledgedAt: optional(field.instant),
  mitigatedAt: optional(field.instant),
  restoredAt: optional(field.instant),
  announcedFrom: optional(field.instant),
  announcedTo: optional(field.instant),
  noticeGivenAt: optional(field.instant),
  causeCategory: optional(field.text),
  causedByChangeId: optional(field.text),
});

/** What tickets tells of the clocks of a ticket: all of them, each time anew. */
export const ticketClocksEvent = z.object({
  customerId: optional(field.text),
  clocks: z.array(
    z.object({
      target: field.text,
      cycle: z.number().int(),
      status: field.text,
      priority: optional(field.text),
      agreementId: optional(field.text),
      entitlementId: optional(field.text),
      startedAt: optional(field.instant),
      dueAt: optional(field.instant),
      stoppedAt: optional(field.instant),
      breachedAt: optional(field.instant),
    }),
  ),
});

/** What tickets tells of an escalation. */
export const escalationEvent = z.object({
  ticketId: field.text,
  kind: optional(field.text),
  raisedAt: field.instant,
  acknowledgedAt: optional(field.instant),
  endedAt: optional(field.instant),
  endedBecause: optional(field.text),
});

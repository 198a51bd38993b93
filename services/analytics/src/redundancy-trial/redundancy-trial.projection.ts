import { z } from 'zod';
import { field, keeping, optional, type Handlers } from '../copy/index.js';
import { trialCopies, trialRunCopies } from './redundancy-trial.store.js';

/** What assets tells of an asset or a group that incidents touched: complete, each time anew. */
const trialEvent = z
  .object({
    assetId: field.text,
    group: optional(
      z.object({
        name: field.text,
        minUp: optional(field.text),
        strength: z.enum(['HARD', 'SOFT']),
        memberIds: z.array(field.text),
      }),
    ),
    customerSets: z.array(z.array(field.text)),
    spared: z.array(
      z.object({
        incidentId: field.text,
        productId: field.text,
        was: z.enum(['DEGRADED', 'DOWN']),
        would: z.enum(['UP', 'DEGRADED']),
        from: field.instant,
        to: optional(field.instant),
        customers: z.number().int().min(0),
      }),
    ),
  })
  .refine(
    ({ customerSets, spared }) => spared.every(({ customers }) => customers < customerSets.length),
    'names a set of customers that is not there',
  );

const trialRunEvent = z.object({
  completedAt: field.instant,
  replayedFrom: field.instant,
  replayedTo: field.instant,
  incidentCount: z.number().int(),
  triedCount: z.number().int(),
  untriedCount: z.number().int(),
  sparingCount: z.number().int(),
});

/** Keeps what assets found out by replaying incidents with more redundancy. */
export const redundancyTrialHandlers: Handlers = {
  'plimsoll.redundancy_trial.completed.v1': keeping(
    trialCopies,
    trialEvent,
    ({ assetId, group, customerSets, spared }) => ({
      asset_id: assetId,
      group_name: group?.name ?? null,
      min_up: group?.minUp ?? null,
      strength: group?.strength ?? null,
      member_ids: group?.memberIds ?? [],
      incident_ids: [...new Set(spared.map(({ incidentId }) => incidentId))].sort(),
      customer_sets: customerSets,
      spared,
    }),
  ),
  'plimsoll.redundancy_trial_run.completed.v1': keeping(trialRunCopies, trialRunEvent, (run) => ({
    completed_at: run.completedAt,
    replayed_from: run.replayedFrom,
    replayed_to: run.replayedTo,
    incident_count: run.incidentCount,
    tried_count: run.triedCount,
    untried_count: run.untriedCount,
    sparing_count: run.sparingCount,
  })),
};

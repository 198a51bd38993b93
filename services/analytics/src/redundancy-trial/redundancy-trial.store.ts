import type { Session } from '@plimsoll/shared';
import { Copies } from '../copy/index.js';
import type { KeptTrial } from './redundancy-trial.rules.js';

/** What would have been spared by each asset or group. */
export const trialCopies = new Copies('redundancy_trial', {
  asset_id: 'text',
  group_name: 'text',
  min_up: 'text',
  strength: 'text',
  member_ids: 'text[]',
  incident_ids: 'text[]',
  customer_sets: 'jsonb',
  spared: 'jsonb',
});

/** The last time all of them were tried. */
export const trialRunCopies = new Copies('redundancy_trial_run', {
  completed_at: 'timestamptz',
  replayed_from: 'timestamptz',
  replayed_to: 'timestamptz',
  incident_count: 'integer',
  tried_count: 'integer',
  untried_count: 'integer',
  sparing_count: 'integer',
});

/** Forgets every trial. */
export async function clearRedundancyTrials(tx: Session): Promise<void> {
  for (const table of ['redundancy_trial', 'redundancy_trial_run']) await tx.query(`delete from ${table}`);
}

/** Trials with these ids; one statement. */
export function findTrials(session: Session, ids: readonly string[]): Promise<KeptTrial[]> {
  return session.query<KeptTrial>(
    `select id, version, customer_sets as "customerSets", spared from redundancy_trial where id = any($1::text[])`,
    [ids],
  );
}

/** All assets and groups tried at once. */
export interface KeptTrialRun {
  completedAt: Date;
  replayedFrom: Date;
  replayedTo: Date;
  incidentCount: number;
  triedCount: number;
  untriedCount: number;
  sparingCount: number;
}

/** The last run, or null; one statement. */
export async function findLastRun(session: Session): Promise<KeptTrialRun | null> {
  const [row] = await session.query<KeptTrialRun>(
    `select completed_at as "completedAt", replayed_from as "replayedFrom", replayed_to as "replayedTo",
            incident_count as "incidentCount", tried_count as "triedCount", untried_count as "untriedCount",
            sparing_count as "sparingCount" from redundancy_trial_run`,
  );
  return row ?? null;
}

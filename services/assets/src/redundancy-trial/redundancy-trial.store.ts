import type { Session } from '@plimsoll/shared';

/** What was told last of an asset or group. */
export interface ToldTrial {
  candidateId: string;
  hash: string;
  version: number;
  isSparing: boolean;
}

/** A trial of all that incidents touched. */
export interface TrialRun {
  completedAt: Date;
  replayedFrom: Date;
  replayedTo: Date;
  incidentCount: number;
  triedCount: number;
  untriedCount: number;
  sparingCount: number;
}

/** What was told of each candidate, held against another trial until the transaction ends; two statements. */
export async function holdTold(tx: Session): Promise<Map<string, ToldTrial>> {
  await tx.query('lock table redundancy_trial in share row exclusive mode');
  const rows = await tx.query<ToldTrial>(
    `select candidate_id as "candidateId", told_hash as hash, told_version as version, is_sparing as "isSparing"
       from redundancy_trial`,
  );
  return new Map(rows.map((row) => [row.candidateId, row]));
}

/** Notes what is told of candidates; one statement. */
export async function noteTold(tx: Session, told: readonly ToldTrial[]): Promise<void> {
  await tx.query(
    `insert into redundancy_trial (candidate_id, told_hash, told_version, is_sparing)
     select "candidateId", hash, version, "isSparing"
       from jsonb_to_recordset($1::jsonb) as given("candidateId" text, hash text, version integer, "isSparing" boolean)
     on conflict (candidate_id) do update set told_hash = excluded.told_hash, told_version = excluded.told_version,
       is_sparing = excluded.is_sparing`,
    [JSON.stringify(told)],
  );
}

/** Keeps a trial and answers its number, counted from 1; one statement, to be called under `holdTold`. */
export async function keepRun(tx: Session, run: TrialRun): Promise<number> {
  const [row] = await tx.query<{ number: number }>(
    `insert into redundancy_trial_run (number, completed_at, replayed_from, replayed_to, incident_count, tried_count,
            untried_count, sparing_count)
     select coalesce(max(number), 0) + 1, $1, $2, $3, $4, $5, $6, $7 from redundancy_trial_run
     returning number`,
    [
      run.completedAt,
      run.replayedFrom,
      run.replayedTo,
      run.incidentCount,
      run.triedCount,
      run.untriedCount,
      run.sparingCount,
    ],
  );
  return row?.number ?? 1;
}

/** Whether there are incidents, and none was ever tried. One statement. */
export async function isUntried(session: Session): Promise<boolean> {
  const [row] = await session.query<{ untried: boolean }>(
    `select exists (select from incident where not planned)
        and not exists (select from redundancy_trial_run where incident_count > 0) as untried`,
  );
  return row?.untried ?? false;
}

import type { Session } from '@plimsoll/shared';
import { fixed } from '../availability/index.js';
import type { Saving } from './saving.rules.js';

/** Decimals kept of sums. */
const DECIMALS = 10;

/**
 * Ids of trials whose savings are to be worked out: told anew, with a newer statement of the ledger on one of their
 * incidents, or worked out a day ago. Held against other replicas, those held by one left out.
 */
export async function claimTrials(tx: Session, now: Date, limit: number): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select t.id from redundancy_trial t left join redundancy_saving s on s.trial_id = t.id
      where s.trial_id is null or s.trial_version <> t.version or s.computed_at <= $1::timestamptz - interval '1 day'
         or exists (select from ledger_statement l
                     where l.incident_id = any(t.incident_ids) and l.superseded_at is null and l.recorded_at > s.computed_at)
      order by s.computed_at nulls first, t.id limit $2 for update of t skip locked`,
    [now, limit],
  );
  return rows.map(({ id }) => id);
}

/** Forgets savings of trials that are no longer known; one statement. */
export async function dropLostSavings(tx: Session): Promise<void> {
  await tx.query(
    'delete from redundancy_saving s where not exists (select from redundancy_trial t where t.id = s.trial_id)',
  );
}

/** Replaces what trials would have saved; five statements, however many. */
export async function keepSavings(
  tx: Session,
  savings: readonly { trialId: string; trialVersion: number; saving: Saving }[],
  now: Date,
): Promise<void> {
  await tx.query('delete from redundancy_saving where trial_id = any($1::text[])', [
    savings.map(({ trialId }) => trialId),
  ]);
  await tx.query(
    `insert into redundancy_saving (trial_id, trial_version, computed_at)
     select "trialId", "trialVersion", $2
       from jsonb_to_recordset($1::jsonb) as given("trialId" text, "trialVersion" integer)`,
    [JSON.stringify(savings.map(({ saving: _, ...rest }) => rest)), now],
  );
  await tx.query(
    `insert into redundancy_saving_month (trial_id, month, currency, amount)
     select "trialId", month, currency, amount
       from jsonb_to_recordset($1::jsonb) as given("trialId" text, month text, currency text, amount numeric)`,
    [
      JSON.stringify(
        savings.flatMap(({ trialId, saving }) =>
          [...saving.credits].flatMap(([month, sums]) =>
            listed(sums).map((amount) => ({ trialId, month, ...amount })),
          ),
        ),
      ),
    ],
  );
  await tx.query(
    `insert into redundancy_saving_failure (trial_id, started_at, ended_at, incident_ids, customer_count, revenue)
     select "trialId", "from", "to", "incidentIds", "customerCount", revenue
       from jsonb_to_recordset($1::jsonb) as given("trialId" text, "from" timestamptz, "to" timestamptz,
            "incidentIds" text[], "customerCount" integer, revenue jsonb)`,
    [
      JSON.stringify(
        savings.flatMap(({ trialId, saving }) =>
          saving.failures.map(({ from, to, revenue, ...rest }) => ({
            trialId,
            ...rest,
            ...instants({ from, to }),
            revenue: listed(revenue),
          })),
        ),
      ),
    ],
  );
  await tx.query(
    `insert into redundancy_saving_down (trial_id, starts_at, ends_at, pair_count)
     select "trialId", "from", "to", "pairCount"
       from jsonb_to_recordset($1::jsonb) as given("trialId" text, "from" timestamptz, "to" timestamptz,
            "pairCount" integer)`,
    [
      JSON.stringify(
        savings.flatMap(({ trialId, saving }) =>
          saving.down.map(({ pairCount, ...step }) => ({ trialId, pairCount, ...instants(step) })),
        ),
      ),
    ],
  );
}

function listed(sums: ReadonlyMap<string, bigint>): { currency: string; amount: string }[] {
  return [...sums].map(([currency, units]) => ({ currency, amount: fixed(units, DECIMALS) }));
}

function instants({ from, to }: { from: number; to: number }): { from: string; to: string } {
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
}

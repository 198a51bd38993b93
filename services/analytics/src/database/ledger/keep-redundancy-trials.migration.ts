import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What redundancy would have spared, as told, and what that would have saved. */
export class KeepRedundancyTrials1790000000470 implements MigrationInterface {
  name = 'KeepRedundancyTrials1790000000470';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TRIALS);
    await runner.query(SAVINGS);
    await runner.query(TENANCY);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table redundancy_saving_down, redundancy_saving_failure, redundancy_saving_month, redundancy_saving,
                 redundancy_trial_run, redundancy_trial`);
  }
}

/** `spared` names sets of customers by number; without any nothing would have been spared. */
const TRIALS = `
create table redundancy_trial (
  id text primary key,
  version integer not null,
  asset_id text not null,
  group_name text,
  min_up text,
  strength text,
  member_ids text[] not null,
  incident_ids text[] not null,
  customer_sets jsonb not null,
  spared jsonb not null
);

create table redundancy_trial_run (
  id text primary key,
  version integer not null,
  completed_at timestamptz not null,
  replayed_from timestamptz not null,
  replayed_to timestamptz not null,
  incident_count integer not null,
  tried_count integer not null,
  untried_count integer not null,
  sparing_count integer not null
);
`;

/** Worked out by a job from trials and ledger; one row a trial, and what it would have saved. */
const SAVINGS = `
create table redundancy_saving (
  trial_id text primary key,
  trial_version integer not null,
  computed_at timestamptz not null
);

-- Service credits by local month; below zero where less failure would have left more of it uncovered by maintenance.
create table redundancy_saving_month (
  trial_id text not null references redundancy_saving on delete cascade,
  month text not null,
  currency text not null,
  amount numeric not null,
  primary key (trial_id, month, currency)
);

create table redundancy_saving_failure (
  trial_id text not null references redundancy_saving on delete cascade,
  started_at timestamptz not null,
  ended_at timestamptz not null,
  incident_ids text[] not null,
  customer_count integer not null,
  revenue jsonb not null,
  primary key (trial_id, started_at)
);

-- As many customers × products would not have been DOWN.
create table redundancy_saving_down (
  trial_id text not null references redundancy_saving on delete cascade,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  pair_count integer not null,
  primary key (trial_id, starts_at)
);
`;

const TENANCY = `
do $$
declare noun text;
begin
  foreach noun in array array['redundancy_trial', 'redundancy_trial_run', 'redundancy_saving', 'redundancy_saving_month',
    'redundancy_saving_failure', 'redundancy_saving_down'] loop
    execute format('alter table %I enable row level security', noun);
    execute format('create policy writing on %I for all using ((select viewer_sees_all()))', noun);
    execute format('create policy reading on %I for select using ((select viewer_reads_all()))', noun);
  end loop;
end $$;
`;

import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Escalations with the forms they follow, the policies that raise them, and each policy's run over a ticket. */
export class EscalateTickets1790000000351 implements MigrationInterface {
  name = 'EscalateTickets1790000000351';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ESCALATIONS);
    await runner.query(TENANCY);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table escalation, escalation_run, escalation_policy, escalation_form');
  }
}

const KEPT = `
  id text primary key,
  version integer not null check (version > 0),
  external_id text,
  source text,
  unique (source, external_id)`;

const ESCALATIONS = `
create table escalation_form (${KEPT},
  name text not null,
  kind text not null check (kind in ('FUNCTIONAL', 'HIERARCHICAL', 'REQUESTED')),
  ticket_kind text,
  tier text,
  schema jsonb not null check (jsonb_typeof(schema) = 'object'),
  active boolean not null default true
);
create unique index escalation_form_scope on escalation_form (kind, coalesce(ticket_kind, ''), coalesce(tier, ''))
  where active;

create table escalation_policy (${KEPT},
  name text not null,
  description text,
  rank integer not null check (rank between 0 and 1000000),
  conditions jsonb not null check (jsonb_typeof(conditions) = 'object'),
  steps jsonb not null check (jsonb_typeof(steps) = 'array'),
  repeats integer not null check (repeats between 0 and 20),
  repeat_after_minutes integer not null check (repeat_after_minutes > 0),
  calendar_id text,
  active boolean not null default true,
  constraint escalation_policy_name_key unique (name)
);
create index on escalation_policy (rank, id) where active;

create table escalation_run (
  id text primary key,
  version integer not null check (version > 0),
  policy_id text not null references escalation_policy,
  ticket_id text not null references ticket,
  cycle text not null,
  policy jsonb not null check (jsonb_typeof(policy) = 'object'),
  because text[] not null,
  started_at timestamptz(3) not null,
  round integer not null default 0 check (round >= 0),
  next_step integer not null default 0 check (next_step >= 0),
  next_at timestamptz(3),
  ended_at timestamptz(3),
  ended_because text check ((ended_because is not null) = (ended_at is not null)),
  check (next_at is null or ended_at is null),
  unique (policy_id, ticket_id, cycle)
);
create index escalation_run_due on escalation_run (next_at, id) where next_at is not null;
create index on escalation_run (ticket_id, started_at, id);
create index on escalation_run (policy_id, started_at, id);

create table escalation (${KEPT},
  ticket_id text not null references ticket,
  kind text not null check (kind in ('FUNCTIONAL', 'HIERARCHICAL', 'REQUESTED')),
  from_tier text,
  to_tier text,
  to_person_id text,
  rotation_id text references on_call_rotation,
  reason text not null,
  form_id text references escalation_form,
  information jsonb not null default '{}' check (jsonb_typeof(information) = 'object'),
  severity_score integer,
  severity jsonb,
  raised_at timestamptz(3) not null,
  raised_by_id text,
  run_id text references escalation_run,
  round integer,
  step integer,
  acknowledged_at timestamptz(3),
  acknowledged_by_id text,
  note text,
  ended_at timestamptz(3),
  ended_because text check ((ended_because is not null) = (ended_at is not null)),
  check ((run_id is null) = (round is null) and (run_id is null) = (step is null))
);
-- A step of a run speaks to each person once, whoever takes it.
create unique index escalation_step on escalation (run_id, round, step, coalesce(to_person_id, ''))
  where run_id is not null;
create unique index escalation_request on escalation (ticket_id)
  where kind = 'REQUESTED' and acknowledged_at is null and ended_at is null;
create index on escalation (ticket_id, raised_at, id);
create index escalation_open on escalation (to_person_id, raised_at, id)
  where acknowledged_at is null and ended_at is null;
create index on escalation (raised_at, id);
`;

/** Whoever may see a ticket sees what was asked for it; all else is for staff. */
const TENANCY = `
do $$
declare noun text;
begin
  foreach noun in array array['escalation_form', 'escalation_policy', 'escalation_run', 'escalation'] loop
    execute format('alter table %I enable row level security', noun);
    execute format('create policy everything on %I for all using ((select viewer_sees_all()))', noun);
  end loop;
end $$;
create policy reading_requests on escalation for select
  using (kind = 'REQUESTED' and exists (select 1 from ticket t where t.id = ticket_id));
create policy requesting on escalation for insert
  with check (kind = 'REQUESTED' and exists (select 1 from ticket t where t.id = ticket_id));
`;

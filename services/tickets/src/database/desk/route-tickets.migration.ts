import { roleOf } from '@plimsoll/shared';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who works at the desk and what they can do, the rules by which tickets find them, and every decision of these. */
export class RouteTickets1790000000340 implements MigrationInterface {
  name = 'RouteTickets1790000000340';

  async up(runner: QueryRunner): Promise<void> {
    for (const step of [COPIES, DESK, RULES, DECISIONS, TENANCY]) await runner.query(step);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table routing_turn, routing_decision, routing_rule_set, agent, skill;
      drop function refuse_routing_decision_change;
      drop index ticket_workload, ticket_team_work, ticket_open_incident;
      alter table contact drop designated;
      alter table customer drop designated_analyst_id, drop segment, drop region, drop locale;
    `);
  }
}

/** What of customers and contacts decides about the way of their tickets. */
const COPIES = `
alter table customer add designated_analyst_id text, add segment text, add region text, add locale text;
alter table contact add designated boolean not null default false;
`;

const KEPT = `
  id text primary key,
  version integer not null check (version > 0),
  external_id text,
  source text`;

const DESK = `
create table skill (${KEPT},
  name text not null,
  description text,
  unique (source, external_id)
);
create unique index skill_name on skill (lower(name));

create table agent (${KEPT},
  person_id text not null unique,
  skills jsonb not null default '[]' check (jsonb_typeof(skills) = 'array'),
  languages text[] not null default '{}',
  calendar_id text,
  capacity integer not null check (capacity between 0 and 1000),
  takes_tickets boolean not null,
  absences jsonb not null default '[]' check (jsonb_typeof(absences) = 'array'),
  unique (source, external_id)
);
create index on agent using gin (skills jsonb_path_ops);

-- How much an agent works on: open tickets of theirs that do not wait.
create index ticket_workload on ticket (assignee_id) where status in ('NEW', 'IN_PROGRESS');
create index ticket_team_work on ticket (team_id, priority, opened_at, id) where status in ('NEW', 'IN_PROGRESS');

-- What a customer who calls is likely to ask about.
create index ticket_open_incident on ticket (customer_id, priority, opened_at desc, id)
  where kind = 'INCIDENT' and status not in ('RESOLVED', 'CLOSED');
`;

/** Rules stand in their set: they are drafted, tried and put in force together. At most one set is in force. */
const RULES = `
create table routing_rule_set (${KEPT},
  name text not null,
  status text not null check (status in ('DRAFT', 'LIVE', 'RETIRED', 'WITHDRAWN')),
  rules jsonb not null check (jsonb_typeof(rules) = 'array'),
  fallback_queue_id text not null references queue,
  based_on_id text references routing_rule_set,
  created_at timestamptz(3) not null,
  live_from timestamptz(3),
  live_to timestamptz(3),
  unique (source, external_id)
);
create unique index routing_rule_set_live on routing_rule_set ((true)) where status = 'LIVE';
`;

/** How each ticket came to where it is, and whose turn it was last where people take turns. */
const DECISIONS = `
create table routing_decision (
  id text primary key,
  ticket_id text not null references ticket,
  at timestamptz(3) not null,
  cause text not null,
  rule_set_id text references routing_rule_set,
  rule_name text,
  team_id text references team,
  queue_id text references queue,
  assignee_id text,
  reasons text[] not null
);
create index on routing_decision (ticket_id, at desc, id desc);

create function refuse_routing_decision_change() returns trigger language plpgsql as $$
begin
  raise exception 'routing decisions are never changed or removed' using errcode = 'restrict_violation';
end $$;
create trigger refuse_routing_decision_change before update or delete or truncate on routing_decision
  for each statement execute function refuse_routing_decision_change();
revoke update, delete on routing_decision from ${roleOf('tickets')};

create table routing_turn (
  crew_id text primary key,
  last_person_id text
);
`;

/** All of it is for staff. */
const TENANCY = `
do $$
declare noun text;
begin
  foreach noun in array array['skill', 'agent', 'routing_rule_set', 'routing_decision', 'routing_turn'] loop
    execute format('alter table %I enable row level security', noun);
    execute format('create policy everything on %I for all using ((select viewer_sees_all()))', noun);
  end loop;
end $$;
`;

import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who carries a change out and for which team, and who must agree to it: policy, boards, approvals. */
export class ApproveChanges1790000000240 implements MigrationInterface {
  name = 'ApproveChanges1790000000240';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(CHANGES);
    await runner.query(POLICY);
    await runner.query(BOARDS);
    await runner.query(APPROVALS);
    await runner.query(TENANCY);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table settled_approval_policy, change_approval_seat, change_approval, board_meeting, board_delegation, change_approval_rule,
        advisory_board;
      alter table change drop column implementer_ids, drop column team_name, drop column emergency_reason,
        drop column overridden_conflicts, drop column procedure_id, drop column release_id, drop column template_id,
        drop column submitted_version;
    `);
  }
}

/**
 * `submitted_version` is the version the change had when it last went into review: approvals belong to it, and a change
 * that came approved (imported, or drafted from a template) has none and owes none.
 */
const CHANGES = `
alter table change
  add column implementer_ids text[] not null default '{}',
  add column team_name text,
  add column emergency_reason text,
  add column overridden_conflicts text,
  add column procedure_id text,
  add column release_id text,
  add column template_id text,
  add column submitted_version integer check (submitted_version > 0);
create index on change (procedure_id) where procedure_id is not null;
create index on change (release_id) where release_id is not null;
create index on change (template_id) where template_id is not null;
create index on change (team_name) where team_name is not null;
`;

const KEPT = `
  id text primary key,
  version integer not null check (version > 0),
  external_id text,
  source text`;

/** A rule asks for people of one role, or for a board; a rule without either says that a change may begin first. */
const POLICY = `
create table advisory_board (${KEPT},
  name text not null unique,
  description text,
  quorum integer not null check (quorum >= 1),
  members jsonb not null default '[]' check (jsonb_typeof(members) = 'array'),
  active boolean not null default true,
  unique (source, external_id)
);

create table change_approval_rule (${KEPT},
  position integer not null check (position >= 1),
  name text not null unique,
  kinds text[] not null default '{}',
  risk_score_from double precision check (risk_score_from between 0 and 100),
  headroom_seconds_below double precision,
  role text,
  approvals integer not null default 1 check (approvals between 1 and 10),
  board_id text references advisory_board,
  starts_first boolean not null default false,
  active boolean not null default true,
  unique (source, external_id),
  constraint approval_rule_asks_for_one check (role is null or board_id is null)
);
create index on change_approval_rule (position, id);
`;

/** A member has one delegate at a time. */
const BOARDS = `
create extension if not exists btree_gist;

create table board_delegation (${KEPT},
  board_id text not null references advisory_board,
  member_id text not null,
  delegate_id text not null,
  valid_from timestamptz not null,
  valid_to timestamptz not null,
  reason text,
  revoked_at timestamptz,
  check (valid_from < valid_to),
  check (member_id <> delegate_id),
  unique (source, external_id),
  constraint one_delegate_at_a_time exclude using gist (
    board_id with =, member_id with =, tstzrange(valid_from, valid_to) with &&) where (revoked_at is null)
);

create table board_meeting (${KEPT},
  board_id text not null references advisory_board,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  place text,
  status text not null check (status in ('PLANNED', 'HELD', 'CANCELLED')),
  agenda_ids text[] not null default '{}',
  attendee_ids text[] not null default '{}',
  minutes text,
  check (starts_at < ends_at),
  unique (source, external_id)
);
create index on board_meeting (board_id, starts_at, id);
create index on board_meeting (starts_at, id);
`;

/**
 * A person decides once about what was submitted; a seat of a board is voted for once, by its member or a delegate.
 * The rules in force when a change is agreed on are kept, with what they asked for.
 */
const APPROVALS = `
create table change_approval (
  id text primary key,
  change_id text not null references change on delete cascade,
  submitted_version integer not null,
  change_version integer not null,
  by_id text not null,
  decision text not null check (decision in ('APPROVE', 'REJECT', 'ABSTAIN')),
  comment text,
  decided_at timestamptz not null,
  roles text[] not null,
  unique (change_id, submitted_version, by_id)
);

create table change_approval_seat (
  approval_id text not null references change_approval on delete cascade,
  change_id text not null,
  submitted_version integer not null,
  board_id text not null references advisory_board,
  member_id text not null,
  primary key (change_id, submitted_version, board_id, member_id)
);
create index on change_approval_seat (approval_id);

create table settled_approval_policy (
  change_id text primary key references change on delete cascade,
  submitted_version integer not null,
  rules jsonb not null,
  policy jsonb not null,
  settled_at timestamptz not null
);
`;

/** All of it is internal. */
const TENANCY = [
  'advisory_board',
  'change_approval_rule',
  'board_delegation',
  'board_meeting',
  'change_approval',
  'change_approval_seat',
  'settled_approval_policy',
]
  .map(
    (table) => `
alter table ${table} enable row level security;
create policy everything on ${table} for all using ((select viewer_sees_all()));`,
  )
  .join('');

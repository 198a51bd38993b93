import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Versions of agreements begin as drafts or in force, and are made from templates. Those on record are in force. */
export class DraftAgreements1790000000080 implements MigrationInterface {
  name = 'DraftAgreements1790000000080';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(STAGES);
    await runner.query(TEMPLATES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table agreement_template;
      drop function agreement_is_superseded;
      delete from agreement where stage <> 'IN_FORCE';
      alter table agreement drop constraint agreement_versions_do_not_overlap;
      alter table agreement add constraint agreement_versions_do_not_overlap
        exclude using gist (name with =, daterange(valid_from, valid_to) with &&) deferrable initially deferred;
      alter table agreement drop stage;
    `);
  }
}

const STAGES = `
alter table agreement add stage text not null default 'IN_FORCE'
  check (stage in ('DRAFT', 'IN_FORCE', 'WITHDRAWN'));
alter table agreement drop constraint agreement_versions_do_not_overlap;
alter table agreement add constraint agreement_versions_do_not_overlap
  exclude using gist (name with =, daterange(valid_from, valid_to) with &&) where (stage = 'IN_FORCE')
  deferrable initially deferred;

-- Who is promised a version learns whether another follows it, though not which.
create function agreement_is_superseded(of_name text, ended date) returns boolean language sql stable
  security definer set search_path = public, pg_temp as $$
  select exists (select 1 from agreement where name = of_name and stage = 'IN_FORCE' and valid_from >= ended)
$$;
`;

const TEMPLATES = `
create table agreement_template (
  id text primary key,
  version integer not null check (version > 0),
  external_id text,
  source text,
  name text not null unique,
  uptime_target numeric not null check (uptime_target between 0 and 100),
  degraded_weight numeric not null default 1 check (degraded_weight between 0 and 1),
  maintenance_notice_hours numeric check (maintenance_notice_hours >= 0),
  maintenance_cap_minutes numeric check (maintenance_cap_minutes >= 0),
  credit_tiers jsonb not null default '[]',
  credit_cap_percent numeric check (credit_cap_percent between 0 and 100),
  calendar_id text references calendar,
  targets jsonb not null default '[]',
  unique (source, external_id)
);
alter table agreement_template enable row level security;
create policy everything on agreement_template for all using ((select viewer_sees_all()));
`;

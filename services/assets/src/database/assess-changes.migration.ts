import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a change is expected to cost its customers, as last asked and answered. */
export class AssessChanges1790000000260 implements MigrationInterface {
  name = 'AssessChanges1790000000260';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ASSESSMENTS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table change_assessment');
  }
}

/**
 * One row a change: the last request, counted, and the newest answer, which may be to an earlier one. `requested_plan`
 * and `plan` stand for what was weighed (assets, window, expected state, notice). `due` asks for another request.
 */
const ASSESSMENTS = `
create table change_assessment (
  change_id text primary key references change on delete cascade,
  request integer not null check (request > 0),
  requested_version integer not null,
  requested_plan text not null,
  requested_at timestamptz not null,
  due boolean not null default false,
  answered_request integer check (answered_request <= request),
  change_version integer,
  plan text,
  assessed_at timestamptz,
  notice_hours_needed numeric,
  planned jsonb,
  failed jsonb,
  constraint change_assessment_is_whole check (num_nulls(answered_request, change_version, plan, assessed_at, planned,
    failed) in (0, 6))
);
alter table change_assessment enable row level security;
create policy everything on change_assessment for all using ((select viewer_sees_all()));
`;

import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Major incidents with who leads them, and their postmortems. */
export class LeadMajorIncidents1790000000360 implements MigrationInterface {
  name = 'LeadMajorIncidents1790000000360';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table major_incident (${KEPT},
        declared_at timestamptz(3) not null,
        declared_by_id text,
        commander_id text,
        communicator_id text,
        scribe_id text,
        update_minutes integer not null check (update_minutes between 5 and 1440),
        last_update_at timestamptz(3),
        stood_down_at timestamptz(3),
        foreign key (id) references ticket
      );
      create index on major_incident (declared_at, id);
      create index major_incident_led on major_incident (commander_id) where stood_down_at is null;
      create index major_incident_told on major_incident (communicator_id) where stood_down_at is null;
      create index on major_incident (commander_id);
      create table postmortem (${KEPT},
        ticket_id text not null unique references major_incident,
        owner_id text not null,
        status text not null check (status in ('DRAFT', 'IN_REVIEW', 'PUBLISHED')),
        root_cause text,
        reason_for_outage text,
        contributing_causes text[] not null default '{}',
        lessons text,
        actions jsonb not null default '[]' check (jsonb_typeof(actions) = 'array'),
        review_comment text,
        published_by_id text,
        published_at timestamptz(3),
        check ((status = 'PUBLISHED') = (published_at is not null)),
        check (status = 'DRAFT' or root_cause is not null and reason_for_outage is not null)
      );
      create index on postmortem (owner_id) where status <> 'PUBLISHED';
      create index ticket_event_reason on ticket_event (ticket_id, sequence) where type = 'REASON_FOR_OUTAGE_PUBLISHED';
    `);
    await runner.query(`
      alter table major_incident enable row level security;
      create policy everything on major_incident for all using ((select viewer_sees_all()));
      alter table postmortem enable row level security;
      create policy everything on postmortem for all using ((select viewer_sees_all()));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index ticket_event_reason;
      drop table postmortem, major_incident;
    `);
  }
}

const KEPT = `
  id text primary key,
  version integer not null check (version > 0),
  external_id text,
  source text`;

import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Imported events keep the place their file gives them, and imported tickets wait for their logs to be complete. */
export class KeepImportedLogs1790000000380 implements MigrationInterface {
  name = 'KeepImportedLogs1790000000380';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(PLACES);
    await runner.query(ARRIVALS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table ticket_arrival;
      alter table ticket_event drop column file_sequence;
    `);
  }
}

/** The number that the file gives an event; its place among all events of the ticket may be another one. */
const PLACES = `
alter table ticket_event add file_sequence integer check (file_sequence > 0);
create unique index ticket_event_in_file on ticket_event (ticket_id, file_sequence) where file_sequence is not null;
`;

/** Batches of imports by source, one row each, so that batches do not wait for each other. */
const ARRIVALS = `
create table ticket_arrival (
  id bigint generated always as identity primary key,
  source text not null,
  at timestamptz(3) not null,
  ticket_ids text[] not null
);
create index on ticket_arrival (source, at);
alter table ticket_arrival enable row level security;
create policy everything on ticket_arrival for all using ((select viewer_sees_all()));
`;

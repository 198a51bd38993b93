import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When changes were carried out, and an index to find them by it. */
export class FindSuspects1790000000290 implements MigrationInterface {
  name = 'FindSuspects1790000000290';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Both ends included; without an end while it is in progress; null where nobody knows when it began.
      create function change_carried_out(status text, started_at timestamptz, ended_at timestamptz,
          window_from timestamptz, window_to timestamptz) returns tstzrange language sql immutable as $$
        select case when coalesce(started_at, window_from) is not null then
          tstzrange(coalesce(started_at, window_from),
            case when status <> 'IN_PROGRESS' then
              greatest(coalesce(started_at, window_from), coalesce(ended_at, window_to)) end, '[]') end
      $$;
      create index change_carried_out on change
        using gist (change_carried_out(status, started_at, ended_at, window_from, window_to))
        where status in ('IN_PROGRESS', 'COMPLETED');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index change_carried_out;
      drop function change_carried_out;
    `);
  }
}

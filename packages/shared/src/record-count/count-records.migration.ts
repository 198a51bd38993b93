import type { MigrationInterface, QueryRunner } from 'typeorm';
import type { MigrationClass } from '../database/mechanism.migration.js';

/**
 * Records can be counted as of a place among the events: the service's role may hold the outbox, so that whatever was
 * changed is told before that place or after it.
 */
export function countRecordsMigration(role: string): MigrationClass {
  return class CountRecords implements MigrationInterface {
    name = 'CountRecords1700000000004';

    async up(runner: QueryRunner): Promise<void> {
      await runner.query(`
        create function hold_outbox() returns void language plpgsql security definer
          set search_path = public, pg_temp as $$
        begin
          lock table outbox in share row exclusive mode;
        end $$;
        revoke all on function hold_outbox from public;
        grant execute on function hold_outbox to ${role};
        -- The day (UTC) in which an identifier was made, as the first 48 bits of its UUIDv7 say; null for others.
        create function id_day(id text) returns date language sql immutable parallel safe as $$
          select case when id ~ '_[0-7][0-9a-hjkmnp-tv-z]{25}$' then (timestamp '1970-01-01' + interval '1 millisecond' * (
            select sum((strpos('0123456789abcdefghjkmnpqrstvwxyz', substr(right(id, 26), place, 1)) - 1)
                       * (2 ^ (5 * (10 - place)))::numeric)::float8
              from generate_series(1, 10) as place))::date end $$;`);
    }

    async down(runner: QueryRunner): Promise<void> {
      await runner.query('drop function hold_outbox, id_day');
    }
  };
}

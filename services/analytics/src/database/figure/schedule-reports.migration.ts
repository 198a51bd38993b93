import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Reports that are sent by the calendar, each of their runs, and what became of each sending. */
export class ScheduleReports1790000000510 implements MigrationInterface {
  name = 'ScheduleReports1790000000510';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table report_schedule (
        id text primary key,
        version integer not null,
        external_id text,
        source text,
        name text not null,
        report text not null,
        frequency text not null check (frequency in ('WEEKLY', 'MONTHLY')),
        send_day integer not null check (send_day between 1 and 28),
        send_hour integer not null check (send_hour between 0 and 23),
        time_zone text not null,
        locale text not null,
        recipients text[] not null,
        webhook_url text,
        webhook_secret text,
        owner_id text,
        active boolean not null,
        active_since timestamptz not null,
        unique (source, external_id)
      );

      -- One a schedule and period, whoever notices that it is due.
      create table report_run (
        id text primary key,
        schedule_id text not null references report_schedule (id),
        period_from timestamptz not null,
        period_to timestamptz not null check (period_to > period_from),
        due_at timestamptz not null,
        created_at timestamptz not null,
        unique (schedule_id, period_from, period_to)
      );

      create table report_delivery (
        id text primary key,
        run_id text not null references report_run (id),
        -- A mail address; null: the webhook of the schedule as it was then.
        recipient text,
        webhook_url text,
        status text not null check (status in ('PENDING', 'SENDING', 'SENT', 'FAILED', 'UNKNOWN')),
        attempts integer not null default 0,
        last_error text,
        settled_at timestamptz,
        unique nulls not distinct (run_id, recipient)
      );
      create index on report_delivery (status) where status in ('PENDING', 'SENDING');

      do $$
      declare noun text;
      begin
        foreach noun in array array['report_schedule', 'report_run', 'report_delivery'] loop
          execute format('alter table %I enable row level security', noun);
          execute format('create policy everything on %I for all using ((select viewer_sees_all()))', noun);
        end loop;
      end $$;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table report_delivery, report_run, report_schedule');
  }
}

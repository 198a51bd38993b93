import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was told of the changes that may have caused incidents, and when it is to be looked at again. */
export class TellSuspects1790000000460 implements MigrationInterface {
  name = 'TellSuspects1790000000460';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Incidents that started in such a stretch may have other suspects than were told. One row a statement that made it so:
      -- nobody waits for another.
      create table suspect_request (stretches tstzmultirange not null);
      create table told_suspects (incident_id text primary key, version integer not null, hash text not null);
      alter table suspect_request enable row level security;
      create policy asking on suspect_request for insert with check (true);
      create policy taking on suspect_request for all using ((select viewer_sees_all()));
      alter table told_suspects enable row level security;
      create policy everything on told_suspects for all using ((select viewer_sees_all()));

      create function ask_for_suspects() returns trigger language plpgsql as $$
      declare stretches tstzmultirange;
      begin
        if tg_table_name = 'incident' then
          select range_agg(tstzrange(lower(span), lower(span), '[]')) into stretches from touched where not isempty(span);
        else
          select range_agg(tstzrange(lower(done), upper(done) + interval '24 hours', '[]')) into stretches
            from touched cross join lateral change_carried_out(status, started_at, ended_at, window_from, window_to) as done
           where status in ('IN_PROGRESS', 'COMPLETED') and done is not null;
        end if;
        if stretches is not null then insert into suspect_request values (stretches); end if;
        return null;
      end $$;
      create trigger suspects_of_new after insert on incident referencing new table as touched
        for each statement execute function ask_for_suspects();
      create trigger suspects_of_changed after update on incident referencing new table as touched
        for each statement execute function ask_for_suspects();
      create trigger suspects_after_new after insert on change referencing new table as touched
        for each statement execute function ask_for_suspects();
      create trigger suspects_after_changed after update on change referencing new table as touched
        for each statement execute function ask_for_suspects();

      insert into suspect_request
      select range_agg(tstzrange(lower(span), lower(span), '[]')) from incident where not isempty(span) having count(*) > 0;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop trigger suspects_of_new on incident;
      drop trigger suspects_of_changed on incident;
      drop trigger suspects_after_new on change;
      drop trigger suspects_after_changed on change;
      drop function ask_for_suspects;
      drop table told_suspects, suspect_request;
    `);
  }
}

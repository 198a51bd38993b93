import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Figures of whole months, worked out ahead, and which of them no longer hold. */
export class CreateMonthFigures1790000000460 implements MigrationInterface {
  name = 'CreateMonthFigures1790000000460';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(WATCHING);
    for (const [table, families] of Object.entries(WATCHED)) {
      await runner.query(watch(table, families));
      await runner.query(
        `with touched as (select * from ${table}) insert into stale_month (family, month)
         select distinct family, month from (${families}) as marked(family, month) where month is not null`,
      );
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of Object.keys(WATCHED)) {
      for (const event of ['insert', 'update', 'delete']) {
        await runner.query(`drop trigger month_figures_${event} on ${table}`);
      }
    }
    await runner.query(`
      drop index change_instant_at, asset_impact_from;
      drop table month_figure, stale_month;
      drop function mark_stale_months, month_of, months_between, change_instant;
    `);
  }
}

const TABLES = `
-- What a family of figures says of one calendar month (UTC), whole. Earlier figures of a month that was over when they
-- were worked out are kept: it was restated.
create table month_figure (
  family text not null,
  month text not null,
  -- Of the rules by which it was worked out.
  version integer not null,
  -- The tables that it was worked out from, as they are identified: others of the same names make it void.
  facts oid[] not null,
  computed_at timestamptz not null,
  superseded_at timestamptz,
  -- The latest instant that it rests on: as of an earlier one it would be another.
  settled_at timestamptz not null,
  figures jsonb not null,
  primary key (family, month, computed_at)
);
create unique index month_figure_current on month_figure (family, month) where superseded_at is null;

-- A mark for each time that facts of a month have changed. Never one row a month: whoever waits for another's mark would
-- hold up the taking in of events.
create table stale_month (
  family text not null,
  month text not null
);
create index on stale_month (family, month);

alter table month_figure enable row level security;
create policy writing on month_figure for all using ((select viewer_sees_all()));
create policy reading on month_figure for select using ((select viewer_reads_all()));
alter table stale_month enable row level security;
create policy writing on stale_month for all using ((select viewer_sees_all()));
create policy reading on stale_month for select using ((select viewer_reads_all()));
`;

const WATCHING = `
-- The calendar month (UTC) of an instant, YYYY-MM.
create function month_of(instant timestamptz) returns text language sql immutable parallel safe
  return to_char(instant at time zone 'UTC', 'YYYY-MM');

-- The calendar months (UTC) that a stretch of time touches; one without an end lasts.
create function months_between(since timestamptz, upto timestamptz) returns setof text language sql stable
  as $$ select to_char(m, 'YYYY-MM') from generate_series(date_trunc('month', since at time zone 'UTC'),
          greatest(since, coalesce(upto, now())) at time zone 'UTC', interval '1 month') as m $$;

-- When a change came to its end: as recorded, else as planned.
create function change_instant(ended_at timestamptz, window_to timestamptz, window_from timestamptz,
  started_at timestamptz) returns timestamptz language sql immutable parallel safe
  return coalesce(ended_at, window_to, window_from, started_at);

create index asset_impact_from on asset_impact (impact_from);
create index change_instant_at on change (change_instant(ended_at, window_to, window_from, started_at));

-- Marks the months whose figures rest on rows that a statement has touched. The argument tells them from \`touched\`.
create function mark_stale_months() returns trigger language plpgsql as $$
begin
  execute 'with touched as ('
    || case tg_op when 'INSERT' then 'select * from new_rows'
                  when 'DELETE' then 'select * from old_rows'
                  else 'select * from new_rows union all select * from old_rows' end
    || ') insert into stale_month (family, month) select distinct family, month from ('
    || tg_argv[0] || ') as marked(family, month) where month is not null';
  return null;
end $$;
`;

/** The months in which customers of `touched` were lost, from one date to another: what happened before may count there. */
const lossesAfter = (from: string, to: string) => `select 'LOSSES', to_char(m.occurred_on, 'YYYY-MM')
  from touched join revenue_movement m on m.customer_id = touched.customer_id and m.kind = 'CHURNED'
   and m.occurred_on >= ${from} and m.occurred_on <= ${to}`;

/** By table: which months of which families rest on the rows of `touched`. */
const WATCHED: Readonly<Record<string, string>> = {
  ticket: `select 'TICKETS', month_of(opened_at) from touched
    union select 'TICKETS', month_of(resolved_at) from touched
    union select 'INCIDENTS', month_of(i.started_at) from touched join incident i using (id)
           where touched.kind = 'INCIDENT'
    union ${lossesAfter("(touched.opened_at at time zone 'UTC')::date", `'infinity'`)}`,
  incident: `select 'INCIDENTS', month_of(started_at) from touched`,
  change: `select family, month_of(change_instant(ended_at, window_to, window_from, started_at))
      from touched, unnest(array['CHANGES', 'ASSETS']) as family`,
  asset_impact: `select 'ASSETS', months_between(impact_from, impact_to) from touched`,
  sla_clock: `select 'CLOCKS', month_of(due_at) from touched
    union ${lossesAfter(`(touched.breached_at at time zone 'UTC')::date`, `(touched.breached_at at time zone 'UTC')::date + 91`)}`,
  service_level_month: `select family, month from touched, unnest(array['SERVICE_LEVELS', 'ASSETS']) as family
    union ${lossesAfter('touched.starts_on', 'touched.starts_on + 91')}`,
  revenue_movement: `select 'LOSSES', to_char(occurred_on, 'YYYY-MM') from touched where kind = 'CHURNED'`,
  subscription: `select 'RENEWALS', to_char(day, 'YYYY-MM') from touched, unnest(array[renews_on, ended_on, cancelled_on]) as day
    union select 'RENEWALS', to_char(e.occurred_on, 'YYYY-MM') from touched join subscription_event e on e.subscription_id = touched.id`,
  subscription_event: `select 'RENEWALS', to_char(occurred_on, 'YYYY-MM') from touched`,
};

function watch(table: string, families: string): string {
  const rows = {
    insert: 'new table as new_rows',
    update: 'old table as old_rows new table as new_rows',
    delete: 'old table as old_rows',
  };
  const told = `'${families.replaceAll("'", "''")}'`;
  return Object.entries(rows)
    .map(
      ([event, referencing]) => `create trigger month_figures_${event} after ${event} on ${table}
        referencing ${referencing} for each statement execute function mark_stale_months(${told});`,
    )
    .join('\n');
}

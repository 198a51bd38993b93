import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What incidents took down, as tickets tells it, and what was told of the customers they hit. */
export class CreateOutages1790000000120 implements MigrationInterface {
  name = 'CreateOutages1790000000120';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(INCIDENTS);
    await runner.query(OUTAGES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function outages_between, request_restatement;
      drop table restatement_request, incident_impact, incident;
    `);
  }
}

/**
 * `span` reaches from the first impact to the end of the last and is empty without any. `told_hash` and
 * `told_version` are of the customer impact last told. Only the platform itself reads and writes these tables.
 */
const INCIDENTS = `
create table incident (
  id text primary key,
  version integer not null,
  planned boolean not null,
  announced_from timestamptz,
  announced_to timestamptz,
  notice_given_at timestamptz,
  span tstzrange not null,
  told_hash text,
  told_version integer not null default 0
);
create index on incident using gist (span);

create table incident_impact (
  incident_id text not null references incident on delete cascade,
  place integer not null,
  asset_id text,
  product_id text,
  customer_id text,
  state text not null check (state in ('DEGRADED', 'DOWN')),
  from_at timestamptz not null,
  to_at timestamptz check (to_at > from_at),
  primary key (incident_id, place),
  check (coalesce(asset_id, product_id, customer_id) is not null)
);

create table restatement_request (
  request bigint generated always as identity primary key,
  since timestamptz not null
);

alter table incident enable row level security;
alter table incident_impact enable row level security;
alter table restatement_request enable row level security;
create policy everything on incident for all using ((select viewer_sees_all()));
create policy everything on incident_impact for all using ((select viewer_sees_all()));
create policy everything on restatement_request for all using ((select viewer_sees_all()));

create function request_restatement(since timestamptz) returns void
  language sql security definer set search_path = public, pg_temp as $$
  insert into restatement_request (since) select since
   where exists (select 1 from incident i where i.span && tstzrange(since, null))
     and not exists (select 1 from restatement_request r where r.since <= request_restatement.since);
$$;
`;

/**
 * Incidents and changes that may hold assets in some part of [since, upto), whatever the scope of the session that
 * asks: what carries impact is not hidden by policies. Owned by the owner of the tables.
 */
const OUTAGES = `
create function outages_between(since timestamptz, upto timestamptz) returns table (
    id text, kind text, planned boolean, announced_from timestamptz, announced_to timestamptz,
    notice_given_at timestamptz, state text, from_at timestamptz, to_at timestamptz,
    asset_ids text[], product_id text, customer_id text)
  language sql stable security definer set search_path = public, pg_temp as $$
  select i.id, 'INCIDENT', i.planned, i.announced_from, i.announced_to, i.notice_given_at, p.state, p.from_at, p.to_at,
         array_agg(p.asset_id order by p.asset_id) filter (where p.asset_id is not null), p.product_id, p.customer_id
    from incident i join incident_impact p on p.incident_id = i.id
   where i.span && tstzrange(since, upto) and p.from_at < upto and (p.to_at is null or p.to_at > since)
   group by i.id, p.state, p.from_at, p.to_at, p.product_id, p.customer_id
  union all
  select c.id, 'CHANGE', true, c.window_from, c.window_to, c.notice_given_at, c.expected_state,
         coalesce(c.started_at, c.window_from), case when c.status <> 'IN_PROGRESS' then c.window_to end,
         c.asset_ids, null, null
    from change c
   where c.expected_state <> 'UP'
     and (c.status in ('APPROVED', 'SCHEDULED') and c.window_from < upto and c.window_to > since
       or c.status = 'IN_PROGRESS' and c.started_at < upto)
   order by 1, 8
$$;
revoke all on function outages_between, request_restatement from public;
grant execute on function outages_between, request_restatement to plimsoll_assets;
`;

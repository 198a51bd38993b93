import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The way in for programs that speak SQL: logins of their own, and a schema of views that know whom they show what. */
export class CreateBiLogins1790000000450 implements MigrationInterface {
  name = 'CreateBiLogins1790000000450';

  async up(runner: QueryRunner): Promise<void> {
    for (const step of [GROUP, LOGINS, SCOPE, DOORS]) await runner.query(step);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop schema bi cascade;
      drop function create_bi_login, drop_bi_login;
      drop table bi_login;
    `);
  }
}

/** Roles belong to the whole cluster: several databases may create this one at the same moment. */
const GROUP = `
do $$
begin
  if not exists (select from pg_roles where rolname = 'plimsoll_bi') then
    begin
      create role plimsoll_bi nologin;
    exception when duplicate_object or unique_violation then null;
    end;
  end if;
end $$;
`;

const LOGINS = `
-- Who reads the views with a program of its own; the password is the server's affair.
create table bi_login (
  id text primary key,
  version integer not null,
  external_id text,
  source text,
  login text not null unique,
  -- Reads this reseller's customers alone; null: reads all.
  partner_id text,
  created_at timestamptz not null,
  revoked_at timestamptz
);
alter table bi_login enable row level security;
create policy everything on bi_login for all using ((select viewer_sees_all()));
`;

/**
 * What a reader may see hangs on the name it logged in by, which no statement of its own can change; and on functions that
 * read with their owner's rights.
 */
const SCOPE = `
create schema bi;
comment on schema bi is 'Facts, dimensions and governed figures for SQL; see the documentation of metrics.';
create function bi.reads_all() returns boolean language sql stable security definer parallel restricted
  set search_path = pg_catalog, pg_temp as $$
  select exists (select from public.bi_login l
    where l.login = session_user and l.revoked_at is null and l.partner_id is null) $$;
create function bi.readable_partner() returns text language sql stable security definer parallel restricted
  set search_path = pg_catalog, pg_temp as $$
  select l.partner_id from public.bi_login l where l.login = session_user and l.revoked_at is null $$;
create function bi.readable_customers() returns setof text language sql stable security definer parallel restricted
  set search_path = pg_catalog, pg_temp as $$
  select c.id from public.bi_login l
    join public.customer c on c.partner_id = l.partner_id or c.partner_ids @> array[l.partner_id]
   where l.login = session_user and l.revoked_at is null $$;
comment on function bi.reads_all() is 'Whether this login reads the whole company.';
comment on function bi.readable_partner() is 'The reseller whose customers this login reads; null: none, or all.';
comment on function bi.readable_customers() is 'The customers that a login of a reseller reads.';
revoke all on function bi.reads_all(), bi.readable_partner(), bi.readable_customers() from public;
grant usage on schema bi to plimsoll_bi;
grant execute on function bi.reads_all(), bi.readable_partner(), bi.readable_customers() to plimsoll_bi;
`;

/** Sessions of the service make no roles: these are the doors, for names that no other role has. */
const DOORS = `
create function create_bi_login(name text, verifier text) returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if name !~ '^bi_[a-z][a-z0-9_]{1,40}$' or verifier !~ '^SCRAM-SHA-256\\$' then
    raise exception 'not a login for SQL: %', name;
  end if;
  execute format('create role %I login password %L connection limit 20 in role plimsoll_bi', name, verifier);
  execute format('alter role %I set default_transaction_read_only = on', name);
  execute format('alter role %I set statement_timeout = %L', name, '60s');
  execute format('alter role %I set idle_in_transaction_session_timeout = %L', name, '60s');
  execute format('alter role %I set search_path = bi', name);
  execute format('alter role %I set jit = off', name);
end $$;
create function drop_bi_login(name text) returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if name !~ '^bi_[a-z][a-z0-9_]{1,40}$' then
    raise exception 'not a login for SQL: %', name;
  end if;
  if exists (select from pg_roles where rolname = name) then
    execute format('alter role %I nologin', name);
    perform pg_terminate_backend(pid) from pg_stat_activity where usename = name;
    execute format('drop role %I', name);
  end if;
end $$;
revoke all on function create_bi_login, drop_bi_login from public;
grant execute on function create_bi_login, drop_bi_login to plimsoll_analytics;
`;

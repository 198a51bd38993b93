import type { MigrationInterface, QueryRunner } from 'typeorm';
import { auditLogMigration } from './audit-log.migration.js';
import { countRecordsMigration } from '../record-count/count-records.migration.js';
import { HistoryAuthorship1700000000001 } from './history-authorship.migration.js';
import { InboxFreshness1700000000003 } from './inbox-freshness.migration.js';

/** A class of ordered migrations; its name ends in the 13 digits of a timestamp in milliseconds. */
export type MigrationClass = new () => MigrationInterface;

/** The role without ownership that the sessions of a service run under. */
export function roleOf(service: string): string {
  if (!/^[a-z][a-z0-9_]{0,40}$/.test(service)) throw new Error(`not a service name: ${service}`);
  return `plimsoll_${service}`;
}

/** What every service database has before its own tables, in order. */
export function mechanismMigrations(service: string): MigrationClass[] {
  return [
    mechanismMigration(service),
    HistoryAuthorship1700000000001,
    auditLogMigration(roleOf(service)),
    InboxFreshness1700000000003,
    countRecordsMigration(roleOf(service)),
  ];
}

/**
 * The first migration of every service database: its role, the functions that row-level security policies ask
 * about the viewer, and the tables of events, idempotency and history. Tables of later migrations are readable
 * and writable by the role through default privileges; which rows, their own policies say.
 */
function mechanismMigration(service: string): MigrationClass {
  const role = roleOf(service);
  return class Mechanism implements MigrationInterface {
    name = 'Mechanism1700000000000';

    async up(runner: QueryRunner): Promise<void> {
      for (const step of [roleStep(role), VIEWER, grants(role), OUTBOX, INBOX, IDEMPOTENCY, HISTORY, JOBS]) {
        await runner.query(step);
      }
      await runner.query(mechanismGrants(role));
    }

    async down(runner: QueryRunner): Promise<void> {
      await runner.query(`
        drop function enqueue_job;
        drop table outbox, inbox_cursor, parked_event, idempotency_record, history;
        drop function outbox_notify, viewer_sees_all, viewer_customer, viewer_partner, viewer_kind;
      `);
    }
  };
}

/** Roles belong to the whole cluster: several databases of one service may create theirs at the same moment. */
const roleStep = (role: string) => `
  do $$
  begin
    if not exists (select from pg_roles where rolname = '${role}') then
      begin
        create role ${role} nologin;
      exception when duplicate_object or unique_violation then null;
      end;
    end if;
    if not pg_has_role(current_user, '${role}', 'member') then
      grant ${role} to current_user;
    end if;
  end $$;
`;

const VIEWER = `
  create function viewer_kind() returns text language sql stable parallel safe
    as $$ select coalesce(nullif(current_setting('plimsoll.viewer', true), ''), 'NOBODY') $$;
  create function viewer_partner() returns text language sql stable parallel safe
    as $$ select nullif(current_setting('plimsoll.partner_id', true), '') $$;
  create function viewer_customer() returns text language sql stable parallel safe
    as $$ select nullif(current_setting('plimsoll.customer_id', true), '') $$;
  create function viewer_sees_all() returns boolean language sql stable parallel safe
    as $$ select coalesce(current_setting('plimsoll.viewer', true) in ('SYSTEM', 'STAFF'), false) $$;
`;

const grants = (role: string) => `
  revoke create on schema public from public;
  grant usage on schema public to ${role};
  alter default privileges in schema public grant select, insert, update, delete on tables to ${role};
  alter default privileges in schema public grant usage, select on sequences to ${role};
`;

const OUTBOX = `
  create table outbox (
    seq bigint generated always as identity primary key,
    xid xid8 not null default pg_current_xact_id(),
    id text not null unique,
    type text not null,
    subject text not null,
    version integer not null,
    time timestamptz not null,
    data jsonb not null
  );
  create function outbox_notify() returns trigger language plpgsql as $$
  begin
    perform pg_notify('plimsoll_outbox', '');
    return null;
  end $$;
  create trigger outbox_notify after insert on outbox for each statement execute function outbox_notify();
`;

const INBOX = `
  create table inbox_cursor (
    consumer text not null,
    producer text not null,
    position bigint not null,
    primary key (consumer, producer)
  );
  create table parked_event (
    consumer text not null,
    producer text not null,
    position bigint not null,
    subject text not null,
    event jsonb not null,
    error text,
    attempts integer not null,
    parked_at timestamptz not null default now(),
    primary key (consumer, producer, position)
  );
  create index parked_event_subject on parked_event (consumer, producer, subject);
`;

const IDEMPOTENCY = `
  create table idempotency_record (
    principal text not null,
    mutation text not null,
    key text not null,
    body_hash text not null,
    result_id text,
    created_at timestamptz not null default now(),
    primary key (principal, mutation, key)
  );
  create index idempotency_record_created_at on idempotency_record (created_at);
`;

const HISTORY = `
  create table history (
    record_type text not null,
    record_id text not null,
    version integer not null check (version > 0),
    at timestamptz not null,
    actor_id text,
    change_id text,
    fields jsonb not null check (jsonb_typeof(fields) = 'array'),
    primary key (record_type, record_id, version)
  );
  alter table history enable row level security;
  create policy history_read on history for select using ((select viewer_sees_all()));
  create policy history_append on history for insert with check (true);
`;

/** The queue's own schema belongs to the owner alone; this is the one door for sessions. */
const JOBS = `
  create function enqueue_job(name text, payload json, run_at timestamptz, job_key text) returns bigint
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
  declare
    job_id bigint;
  begin
    execute 'select id from graphile_worker.add_job($1, $2, run_at => $3, job_key => $4)'
      into job_id using name, payload, run_at, job_key;
    return job_id;
  end $$;
  revoke all on function enqueue_job from public;
`;

const mechanismGrants = (role: string) => `
  revoke all on outbox, inbox_cursor, parked_event, idempotency_record, history from ${role};
  grant select, insert on outbox to ${role};
  grant select, insert, update on inbox_cursor to ${role};
  grant select, insert, update, delete on parked_event to ${role};
  grant select, insert, update, delete on idempotency_record to ${role};
  grant select, insert on history to ${role};
  grant execute on function enqueue_job to ${role};
`;

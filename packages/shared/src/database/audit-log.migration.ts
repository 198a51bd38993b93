import type { MigrationInterface, QueryRunner } from 'typeorm';
import type { MigrationClass } from './mechanism.migration.js';

/** The role that owns the audit log; nobody logs in as it, and no session runs under it. */
const AUDIT_ROLE = 'plimsoll_audit';

/**
 * The audit log: history and denied attempts, each entry with the transaction it was committed in, sealed in a
 * chain of hashes. Its tables belong to a role of their own; the service's role may read and append, nothing else,
 * and says neither the place of an entry nor its transaction.
 */
export function auditLogMigration(role: string): MigrationClass {
  return class AuditLog implements MigrationInterface {
    name = 'AuditLog1700000000002';

    async up(runner: QueryRunner): Promise<void> {
      for (const step of [AUDIT_ROLE_STEP, HISTORY, DENIED_ATTEMPT, SEAL, grants(role), ownership(role)]) {
        await runner.query(step);
      }
    }

    async down(runner: QueryRunner): Promise<void> {
      await runner.query(`
        drop function seal_audit_log;
        drop table audit_seal, denied_attempt;
        alter table history drop seq, drop xid, owner to current_user;
        drop sequence audit_sequence;
        revoke all on history from ${role};
        grant select, insert on history to ${role};
      `);
    }
  };
}

/** Roles belong to the whole cluster: several databases may create this one at the same moment. */
const AUDIT_ROLE_STEP = `
  do $$
  begin
    if not exists (select from pg_roles where rolname = '${AUDIT_ROLE}') then
      begin
        create role ${AUDIT_ROLE} nologin;
      exception when duplicate_object or unique_violation then null;
      end;
    end if;
  end $$;
`;

const HISTORY = `
  create sequence audit_sequence;
  alter table history
    add seq bigint not null default nextval('audit_sequence'),
    add xid xid8 not null default pg_current_xact_id();
  create unique index history_commit_order on history (xid, seq);
`;

const DENIED_ATTEMPT = `
  create table denied_attempt (
    seq bigint not null default nextval('audit_sequence'),
    xid xid8 not null default pg_current_xact_id(),
    at timestamptz not null default now(),
    action text not null,
    code text not null,
    subject text not null,
    actor_id text,
    record_ids text[] not null,
    request_id text,
    primary key (xid, seq)
  );
  alter table denied_attempt enable row level security;
  create policy denied_attempt_read on denied_attempt for select using ((select viewer_sees_all()));
  create policy denied_attempt_append on denied_attempt for insert with check (true);
`;

/**
 * A seal covers the entries of the transactions from \`from_xid\` to below \`to_xid\`. It is set only where every
 * transaction below \`to_xid\` has ended, so that its entries are final and nobody had to wait for it; the next one
 * begins where it ends, so that no entry is skipped or sealed twice.
 */
const SEAL = `
  create table audit_seal (
    number bigint primary key,
    sealed_at timestamptz not null,
    from_xid xid8 not null,
    to_xid xid8 not null,
    entries bigint not null,
    entries_hash bytea not null,
    previous_hash bytea not null,
    hash bytea not null
  );
  create function seal_audit_log() returns bigint
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
  declare
    last public.audit_seal;
    made public.audit_seal;
  begin
    perform pg_advisory_xact_lock(hashtextextended('plimsoll:audit_seal', 0));
    select * into last from public.audit_seal order by number desc limit 1;
    made.number := coalesce(last.number, 0) + 1;
    made.from_xid := coalesce(last.to_xid, '0'::xid8);
    made.to_xid := pg_snapshot_xmin(pg_current_snapshot());
    made.previous_hash := coalesce(last.hash, ''::bytea);
    if made.to_xid < made.from_xid then
      raise exception 'the transaction ids of this database began anew: it was restored into another cluster';
    end if;
    select count(*), sha256(coalesce(string_agg(e.digest, ''::bytea order by e.xid, e.seq), ''::bytea))
      into made.entries, made.entries_hash
      from (
        select h.xid, h.seq, sha256(convert_to(jsonb_build_array('history', h.seq, h.xid::text, h.record_type,
                 h.record_id, h.version, (extract(epoch from h.at) * 1000000)::bigint, h.actor_id, h.change_id,
                 h.reason, h.subject, h.request_id, h.fields)::text, 'UTF8')) as digest
          from public.history h where h.xid >= made.from_xid and h.xid < made.to_xid
        union all
        select d.xid, d.seq, sha256(convert_to(jsonb_build_array('denied_attempt', d.seq, d.xid::text, d.action,
                 d.code, d.subject, (extract(epoch from d.at) * 1000000)::bigint, d.actor_id, d.record_ids,
                 d.request_id)::text, 'UTF8'))
          from public.denied_attempt d where d.xid >= made.from_xid and d.xid < made.to_xid
      ) as e;
    if made.entries = 0 then
      return 0;
    end if;
    made.sealed_at := clock_timestamp();
    made.hash := sha256(made.previous_hash || made.entries_hash || convert_to(jsonb_build_array(made.number,
      made.from_xid::text, made.to_xid::text, made.entries,
      (extract(epoch from made.sealed_at) * 1000000)::bigint)::text, 'UTF8'));
    insert into public.audit_seal select made.*;
    return made.entries;
  end $$;
`;

/** By column: who may append an entry may not say where in the log it stands. */
const grants = (role: string) => `
  revoke all on history, denied_attempt, audit_seal from ${role};
  revoke all on sequence audit_sequence from ${role};
  revoke all on function seal_audit_log from public;
  grant select on history, denied_attempt, audit_seal to ${role};
  grant insert (record_type, record_id, version, at, actor_id, change_id, reason, subject, request_id, fields)
    on history to ${role};
  grant insert (at, action, code, subject, actor_id, record_ids, request_id) on denied_attempt to ${role};
  grant usage on sequence audit_sequence to ${role};
  grant execute on function seal_audit_log to ${role};
`;

/** Giving something away takes membership of the new owner, which is needed for this moment alone. */
const ownership = (role: string) => `
  do $$
  declare
    acting text := case when current_setting('server_version_num')::integer >= 160000 then 'set' else 'member' end;
    lent boolean := false;
    item text;
  begin
    -- Who makes a role without being a superuser may administer it, and by that alone not act as it.
    if not pg_has_role(current_user, '${role}', acting) then
      grant ${role} to current_user;
    end if;
    if not pg_has_role(current_user, '${AUDIT_ROLE}', acting) then
      begin
        grant ${AUDIT_ROLE} to current_user;
        lent := true;
      exception when insufficient_privilege then
        raise exception 'only a superuser can give the audit log to its own role: let one run "grant ${AUDIT_ROLE} to % with admin option" once', current_user;
      end;
    end if;
    grant create on schema public to ${AUDIT_ROLE};
    foreach item in array array['table history', 'table denied_attempt', 'table audit_seal',
                                'sequence audit_sequence', 'function seal_audit_log()'] loop
      execute format('alter %s owner to ${AUDIT_ROLE}', item);
    end loop;
    revoke create on schema public from ${AUDIT_ROLE};
    if lent then
      revoke ${AUDIT_ROLE} from current_user;
    end if;
  end $$;
`;

import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The life of an account: its end, its settings, its former identifiers, its duplicates, and who calls for it. */
export class KeepAccountLife1790000000070 implements MigrationInterface {
  name = 'KeepAccountLife1790000000070';

  async up(runner: QueryRunner): Promise<void> {
    for (const step of [CUSTOMER, IDENTITY, SETTINGS, TERMINATION, CALLERS, TENANCY])
      await runner.query(step);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function similar_customers;
      drop trigger forget_contact_number on contact;
      drop function forget_contact_number;
      drop table contact_number, customer_termination, customer_settings, csi_alias;
      alter table contact drop mail_domain;
      drop index customer_csi;
      alter table customer drop csi_key, drop name_key, drop access_until, drop access_open_tickets,
        drop merged_into, drop terminates_on;
      drop function company_name_key;
      create unique index customer_csi on customer (translate(upper(csi), '- ', ''));
    `);
  }
}

/**
 * `terminates_on` is the first day without access of a customer whose termination stands. The CSI is compared as a
 * column of its own: an index on an expression is no use under row-level security.
 */
const CUSTOMER = `
alter table customer
  add access_until timestamptz,
  add access_open_tickets text check (access_open_tickets in ('KEEP', 'PAUSE')),
  add merged_into text references customer check (merged_into <> id),
  add terminates_on date;
create index on customer (merged_into) where merged_into is not null;
create index on customer (access_until) where access_until is not null;

drop index customer_csi;
alter table customer add csi_key text generated always as (translate(upper(csi), '- ', '')) stored;
create unique index customer_csi on customer (csi_key);
`;

/** A name without case, accents, signs and legal form: what two spellings of one company have in common. */
const IDENTITY = `
create extension if not exists pg_trgm;

create function company_name_key(name text) returns text language sql immutable parallel safe as $$
  select coalesce(nullif(replace(regexp_replace(
      ' ' || regexp_replace(regexp_replace(normalize(lower(name), NFKD), '[\\u0300-\\u036f.'']', '', 'g'),
        '[^[:alnum:]]+', ' ', 'g') || ' ',
      ' (gmbh|mbh|ag|kg|kgaa|ohg|ug|ev|se|inc|incorporated|llc|llp|ltd|limited|plc|corp|corporation|co|company|sa|sas|sarl|srl|spa|bv|nv|ab|as|aps|oy|oyj|pty|holding|group|the|and|und)(?= )',
      '', 'g'), ' ', ''), ''), lower(name))
$$;
alter table customer add name_key text generated always as (company_name_key(name)) stored;
create index on customer (name_key);
create index on customer using gin (name_key gin_trgm_ops);

alter table contact add mail_domain text
  generated always as (nullif(lower(split_part(email, '@', 2)), '')) stored;
create index on contact (mail_domain);

create table csi_alias (
  key text primary key,
  csi text not null,
  customer_id text not null references customer,
  since timestamptz not null,
  reason text not null
);
create index on csi_alias (customer_id);

-- Likeness of names is asked of the index, which row-level security would not let it be: only for who sees all.
create function similar_customers(of_customer text, most integer) returns table (id text, similarity real)
  language sql stable security definer set search_path = public, pg_temp
  set pg_trgm.similarity_threshold = 0.6 as $$
  select o.id, similarity(o.name_key, c.name_key) as similarity
    from customer c join customer o on o.name_key % c.name_key
   where viewer_sees_all() and c.id = of_customer and o.id <> c.id and o.merged_into is null
   order by similarity desc, o.id limit most
$$;
revoke all on function similar_customers from public;
grant execute on function similar_customers to plimsoll_entitlements;
`;

const KEPT = `
  id text primary key,
  version integer not null check (version > 0),
  external_id text,
  source text`;

/** One row a customer, under the customer's own id. */
const SETTINGS = `
create table customer_settings (${KEPT},
  language text,
  first_day_of_week text not null check (first_day_of_week in ('MONDAY', 'SATURDAY', 'SUNDAY')),
  notifications text[] not null,
  purchase_order_required boolean not null,
  purchase_order text,
  billing_contact_id text references contact,
  security_contact_id text references contact,
  foreign key (id) references customer
);
`;

/**
 * `subscriptions`: [{ id, before, made }], what the dates of each were before the termination and what it made them.
 * The days that have come are read off the dates; `status` says what has been done.
 */
const TERMINATION = `
create table customer_termination (${KEPT},
  customer_id text not null references customer,
  requested_on date not null,
  effective_on date not null,
  grace_until date not null check (grace_until >= effective_on),
  retain_until date not null check (retain_until >= grace_until),
  reason text not null,
  by_id text references person,
  status text not null check (status in ('STANDING', 'TERMINATED', 'ERASED', 'WITHDRAWN')),
  subscriptions jsonb not null default '[]'
);
create index on customer_termination (customer_id);
create unique index customer_termination_standing on customer_termination (customer_id)
  where status <> 'WITHDRAWN';
create index customer_termination_due on customer_termination (grace_until, retain_until)
  where status in ('STANDING', 'TERMINATED');
`;

/** Numbers in E.164, for call routing; no event has them. */
const CALLERS = `
create table contact_number (
  contact_id text primary key references contact on delete cascade,
  e164 text not null
);
create index on contact_number (e164);

-- A number that is no longer a contact's is forgotten at once; the new one is told apart from its country a little later.
create function forget_contact_number() returns trigger language plpgsql
  security definer set search_path = public, pg_temp as $$
begin
  delete from contact_number where contact_id = new.id;
  return null;
end $$;
create trigger forget_contact_number after update on contact for each row
  when (old.phone is distinct from new.phone) execute function forget_contact_number();
`;

const TENANCY = `
do $$
declare noun text;
begin
  foreach noun in array array['csi_alias', 'customer_settings', 'customer_termination', 'contact_number'] loop
    execute format('alter table %I enable row level security', noun);
    execute format('create policy writing on %I for all using ((select viewer_sees_all()))', noun);
  end loop;
end $$;
create policy reading on csi_alias for select using (exists (select 1 from customer c where c.id = customer_id));
create policy reading on customer_settings for select
  using (exists (select 1 from customer c where c.id = customer_settings.id));
create policy reading on customer_termination for select
  using (exists (select 1 from customer c where c.id = customer_id));
`;

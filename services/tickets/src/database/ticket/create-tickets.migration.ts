import { roleOf } from '@plimsoll/shared';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tickets with their events and outages, the desk that works on them, and copies of what they refer to. */
export class CreateTickets1790000000020 implements MigrationInterface {
  name = 'CreateTickets1790000000020';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(COPIES);
    await runner.query(DESK);
    await runner.query(TICKETS);
    await runner.query(TICKET_ASSETS);
    await runner.query(EVENTS);
    await runner.query(TENANCY);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table ticket_event, incident, ticket_asset, ticket, queue, team,
        change, asset, calendar, person, product, contact, customer;
      drop function last_event_sequence, refuse_event_change, index_ticket_assets;
    `);
  }
}

const KEPT = `
  id text primary key,
  version integer not null check (version > 0),
  external_id text,
  source text`;

/** Kept from the events of their owners, which may come in any order between nouns: nothing refers to these tables. */
const COPIES = `
create table customer (${KEPT}, name text, partner_id text);
create index on customer (partner_id);
create table contact (${KEPT}, customer_id text not null);
create index on contact (customer_id);
create table product (${KEPT}, name text);
create table person (${KEPT});
create table calendar (${KEPT});
create table asset (${KEPT}, name text, kind text);
create table change (${KEPT});

do $$
declare noun text;
begin
  foreach noun in array array['customer', 'contact', 'product', 'person', 'calendar', 'asset', 'change'] loop
    execute format('create index on %I (source, external_id)', noun);
  end loop;
end $$;
`;

const CREW = `${KEPT},
  name text not null,
  calendar_id text,
  member_ids text[] not null default '{}',
  unique (source, external_id)`;

const DESK = `
create table team (${CREW});
create table queue (${CREW});
`;

const TICKETS = `
create table ticket (${KEPT},
  kind text not null check (kind in ('REQUEST', 'INCIDENT', 'PROBLEM')),
  subject text not null,
  description text,
  customer_id text,
  contact_id text,
  channel text,
  impact text check (impact in ('HIGH', 'MEDIUM', 'LOW')),
  urgency text check (urgency in ('HIGH', 'MEDIUM', 'LOW')),
  priority text not null check (priority in ('P1', 'P2', 'P3', 'P4')),
  severity text check (severity in ('SEV1', 'SEV2', 'SEV3', 'SEV4')),
  status text not null check (status in ('NEW', 'IN_PROGRESS', 'WAITING_ON_CUSTOMER',
    'WAITING_ON_THIRD_PARTY', 'WAITING_ON_PROBLEM', 'RESOLVED', 'CLOSED')),
  tier text,
  team_id text references team,
  queue_id text references queue,
  assignee_id text,
  asset_ids text[] not null default '{}',
  category text,
  opened_at timestamptz(3) not null,
  first_responded_at timestamptz(3),
  resolved_at timestamptz(3),
  closed_at timestamptz(3),
  reassigned_count integer not null default 0 check (reassigned_count >= 0),
  reopened_count integer not null default 0 check (reopened_count >= 0),
  satisfaction integer check (satisfaction between 1 and 5),
  external_verdict text,
  touched_at timestamptz(3) not null,
  unique (source, external_id)
);
create index on ticket (opened_at, id);
create index on ticket (customer_id, opened_at, id);
create index on ticket (contact_id);
create index on ticket (assignee_id);
create index on ticket (queue_id, opened_at, id);
create index on ticket (team_id);
create index ticket_open on ticket (opened_at, id) where status not in ('RESOLVED', 'CLOSED');

create table incident (${KEPT},
  started_at timestamptz(3) not null,
  detected_at timestamptz(3),
  acknowledged_at timestamptz(3),
  mitigated_at timestamptz(3),
  restored_at timestamptz(3) check (restored_at >= started_at),
  planned boolean not null default false,
  announced_from timestamptz(3),
  announced_to timestamptz(3) check (announced_to > announced_from),
  notice_given_at timestamptz(3),
  cause_category text,
  caused_by_change_id text,
  impacts jsonb not null default '[]' check (jsonb_typeof(impacts) = 'array'),
  impacts_listed boolean not null default false,
  foreign key (id) references ticket,
  unique (source, external_id)
);
create index on incident (caused_by_change_id);
`;

/** A ticket's assets stand in its row; this index by asset follows every change of them. */
const TICKET_ASSETS = `
create table ticket_asset (
  asset_id text not null,
  ticket_id text not null references ticket,
  primary key (asset_id, ticket_id)
);
create index on ticket_asset (ticket_id);

create function index_ticket_assets() returns trigger language plpgsql
  security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'UPDATE' then
    if new.asset_ids is not distinct from old.asset_ids then return null; end if;
    delete from ticket_asset where ticket_id = new.id and asset_id <> all (new.asset_ids);
  end if;
  insert into ticket_asset (asset_id, ticket_id)
    select distinct asset_id, new.id from unnest(new.asset_ids) as asset_id on conflict do nothing;
  return null;
end $$;
create trigger index_ticket_assets after insert or update of asset_ids on ticket
  for each row execute function index_ticket_assets();
`;

const EVENTS = `
create table ticket_event (
  id text primary key,
  ticket_id text not null references ticket,
  sequence integer not null check (sequence > 0),
  at timestamptz(3) not null,
  type text not null check (type ~ '^[A-Z][A-Z0-9_]{0,59}$'),
  actor_id text,
  from_value text,
  to_value text,
  text text,
  components text[],
  is_public boolean not null default false,
  external_id text,
  source text,
  unique (ticket_id, sequence),
  unique (source, external_id)
);
create index ticket_event_status_update on ticket_event (ticket_id, at, sequence) where type = 'STATUS_UPDATED';

create function refuse_event_change() returns trigger language plpgsql as $$
begin
  raise exception 'ticket events are never changed or removed' using errcode = 'restrict_violation';
end $$;
create trigger refuse_event_change before update or delete or truncate on ticket_event
  for each statement execute function refuse_event_change();

-- Whoever appends sees only a part of the events; the next number follows all of them.
create function last_event_sequence(of_ticket text) returns integer language sql stable
  security definer set search_path = public, pg_temp as $$
  select coalesce(max(sequence), 0) from ticket_event where ticket_id = of_ticket
$$;

revoke update, delete on ticket_event from ${roleOf('tickets')};
revoke insert, update, delete on ticket_asset from ${roleOf('tickets')};
`;

/** What belongs to a customer is for those who may see this customer; everything else is for staff. */
const TENANCY = `
do $$
declare noun text;
begin
  foreach noun in array array['customer', 'contact', 'product', 'person', 'calendar', 'asset', 'change',
      'team', 'queue', 'ticket', 'incident', 'ticket_asset', 'ticket_event'] loop
    execute format('alter table %I enable row level security', noun);
  end loop;
  foreach noun in array array['product', 'person', 'calendar', 'change', 'team', 'queue'] loop
    execute format('create policy everything on %I for all using ((select viewer_sees_all()))', noun);
  end loop;
  foreach noun in array array['contact', 'ticket'] loop
    execute format('create policy everything on %I for all using ((select viewer_sees_all())
      or customer_id = (select viewer_customer())
      or (select viewer_partner()) is not null and exists (select 1 from customer c where c.id = customer_id))', noun);
  end loop;
end $$;

create policy reading on customer for select using ((select viewer_sees_all())
  or id = (select viewer_customer()) or partner_id = (select viewer_partner()));
create policy writing on customer for all using ((select viewer_sees_all()));

create policy reading on ticket_asset for select using ((select viewer_sees_all())
  or exists (select 1 from ticket t where t.id = ticket_id));

create policy reading on asset for select using ((select viewer_sees_all())
  or exists (select 1 from ticket_asset a where a.asset_id = asset.id));
create policy writing on asset for all using ((select viewer_sees_all()));

create policy everything on incident for all using ((select viewer_sees_all())
  or exists (select 1 from ticket t where t.id = incident.id));

create policy reading on ticket_event for select using ((select viewer_sees_all())
  or is_public and exists (select 1 from ticket t where t.id = ticket_id));
create policy appending on ticket_event for insert with check ((select viewer_sees_all())
  or exists (select 1 from ticket t where t.id = ticket_id));
`;

import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The lives of tickets by kind: phases, links, merges, followed incidents, third parties, demand and saved views. */
export class KeepTicketLives1790000000320 implements MigrationInterface {
  name = 'KeepTicketLives1790000000320';

  async up(runner: QueryRunner): Promise<void> {
    for (const step of [TICKETS, LINKS, PROGRESS, THIRD_PARTIES, SUBSCRIPTIONS, VIEWS])
      await runner.query(step);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function progress_of_followed;
      drop table saved_view, subscription, third_party_case, ticket_link, release;
      drop index ticket_text;
      alter table ticket drop column phase, drop column parent_id, drop column merged_into_id, drop column nature,
        drop column tags;
    `);
  }
}

const KEPT = `
  id text primary key,
  version integer not null check (version > 0),
  external_id text,
  source text`;

/** A merged ticket is closed; it is taken out again before it is reopened. */
const TICKETS = `
alter table ticket
  add column phase text check (phase in ('DETECTED', 'RECORDED', 'CLASSIFIED', 'NOTIFIED', 'ESCALATED', 'DIAGNOSED',
    'LOGGED', 'INVESTIGATED', 'KNOWN_ERROR', 'FIX_IN_PROGRESS')),
  add column parent_id text references ticket check (parent_id <> id),
  add column merged_into_id text references ticket check (merged_into_id <> id),
  add column nature text check (nature in ('DEFECT', 'ENHANCEMENT')),
  add column tags text[] not null default '{}',
  add check (merged_into_id is null or status = 'CLOSED'),
  add check (nature is null or kind = 'PROBLEM');
create index ticket_parent on ticket (parent_id) where parent_id is not null;
create index ticket_merged_into on ticket (merged_into_id) where merged_into_id is not null;
create index ticket_nature on ticket (nature, opened_at, id) where nature is not null;
create index ticket_tags on ticket using gin (tags) where tags <> '{}';
create index ticket_touched on ticket (touched_at, id);
create index ticket_text on ticket using gin (to_tsvector('simple', subject || ' ' || coalesce(description, '')));
`;

/** A link goes from a ticket to another one, to a change or to a release; customers see those among their tickets. */
const LINKS = `
create table release (${KEPT}, name text);
create index on release (source, external_id);
alter table release enable row level security;
create policy everything on release for all using ((select viewer_sees_all()));

create table ticket_link (
  id text primary key,
  ticket_id text not null references ticket,
  type text not null check (type in ('CAUSED_BY', 'DUPLICATE_OF', 'BLOCKED_BY', 'SPLIT_FROM', 'ASKS_FOR',
    'FIXED_IN_RELEASE', 'BROKEN_BY_CHANGE')),
  to_ticket_id text references ticket check (to_ticket_id <> ticket_id),
  to_change_id text,
  to_release_id text,
  linked_at timestamptz(3) not null,
  linked_by text,
  check (case type when 'BROKEN_BY_CHANGE' then to_change_id when 'FIXED_IN_RELEASE' then to_release_id
    else to_ticket_id end is not null and num_nonnulls(to_ticket_id, to_change_id, to_release_id) = 1),
  unique nulls not distinct (ticket_id, type, to_ticket_id, to_change_id, to_release_id)
);
create index on ticket_link (to_ticket_id, type) where to_ticket_id is not null;
create index on ticket_link (to_change_id) where to_change_id is not null;
create index on ticket_link (to_release_id) where to_release_id is not null;
alter table ticket_link enable row level security;
create policy reading on ticket_link for select using ((select viewer_sees_all())
  or to_ticket_id is not null and exists (select 1 from ticket t where t.id = ticket_id)
    and exists (select 1 from ticket t where t.id = to_ticket_id));
create policy writing on ticket_link for all using ((select viewer_sees_all()));
`;

/**
 * How far the incident or problem is that a ticket follows, for whoever sees the ticket; of the one that is followed
 * itself, which may be about other customers too, nothing else is told.
 */
const PROGRESS = `
create function progress_of_followed(ticket_ids text[])
  returns table (ticket_id text, kind text, status text, phase text, opened_at timestamptz, resolved_at timestamptz,
    update_at timestamptz, update_text text)
  language sql stable security definer set search_path = public, pg_temp as $$
  select t.id, p.kind, p.status, p.phase, p.opened_at, p.resolved_at, u.at, u.text
    from ticket t join ticket p on p.id = t.parent_id
    left join lateral (select e.at, e.text from ticket_event e
      where e.ticket_id = p.id and e.type = 'STATUS_UPDATED' and e.is_public
      order by e.at desc, e.sequence desc limit 1) u on true
   where t.id = any(ticket_ids) and (viewer_sees_all() or t.customer_id = viewer_customer()
     or exists (select 1 from customer c where c.id = t.customer_id
       and (c.partner_id = viewer_partner() or viewer_partner() = any(c.partner_ids))))
$$;
`;

const THIRD_PARTIES = `
create table third_party_case (${KEPT},
  ticket_id text not null references ticket,
  vendor text not null,
  reference text,
  opened_at timestamptz(3) not null,
  next_check_at timestamptz(3),
  checked_at timestamptz(3),
  note text,
  outcome text check (outcome in ('SOLVED', 'WORKED_AROUND', 'REFUSED', 'NO_ANSWER')),
  ended_at timestamptz(3),
  check ((outcome is null) = (ended_at is null)),
  check (ended_at is null or next_check_at is null)
);
create unique index one_open_third_party_case on third_party_case (ticket_id) where ended_at is null;
create index on third_party_case (ticket_id, opened_at, id);
create index third_party_case_due on third_party_case (next_check_at, id) where ended_at is null;
alter table third_party_case enable row level security;
create policy everything on third_party_case for all using ((select viewer_sees_all()));
`;

/** What customers pay, for the revenue behind what they ask for. */
const SUBSCRIPTIONS = `
create table subscription (${KEPT},
  customer_id text not null,
  product_id text,
  kind text not null,
  terms jsonb not null default '[]'
);
create index on subscription (customer_id);
alter table subscription enable row level security;
create policy everything on subscription for all using ((select viewer_sees_all()));
`;

const VIEWS = `
create table saved_view (${KEPT},
  name text not null,
  owner_id text not null,
  team_id text references team,
  filter jsonb not null default '{}' check (jsonb_typeof(filter) = 'object'),
  order_field text,
  order_direction text check (order_direction in ('ASC', 'DESC')),
  created_at timestamptz(3) not null,
  check ((order_field is null) = (order_direction is null))
);
create index on saved_view (owner_id, name, id);
create index on saved_view (team_id, name, id) where team_id is not null;
alter table saved_view enable row level security;
create policy everything on saved_view for all using ((select viewer_sees_all()));
`;

import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tickets follow their customers: on hold while access is off, and to the customer that another one turned out to be. */
export class FollowCustomerLife1790000000070 implements MigrationInterface {
  name = 'FollowCustomerLife1790000000070';

  async up(runner: QueryRunner): Promise<void> {
    for (const step of [STATUS, LIFE, MERGES]) await runner.query(step);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop trigger follow_customer_merge on ticket;
      drop trigger follow_customer_merge_later on ticket;
      drop function follow_customer_merge, current_customer;
      drop table customer_merge, customer_life;
      alter table ticket drop constraint ticket_status_check;
      alter table ticket add constraint ticket_status_check check (status in ('NEW', 'IN_PROGRESS',
        'WAITING_ON_CUSTOMER', 'WAITING_ON_THIRD_PARTY', 'WAITING_ON_PROBLEM', 'RESOLVED', 'CLOSED'));
    `);
  }
}

const STATUS = `
alter table ticket drop constraint ticket_status_check;
alter table ticket add constraint ticket_status_check check (status in ('NEW', 'IN_PROGRESS',
  'WAITING_ON_CUSTOMER', 'WAITING_ON_THIRD_PARTY', 'WAITING_ON_PROBLEM', 'ON_HOLD', 'RESOLVED', 'CLOSED'));
`;

/** What a customer's events say of its access; `acted_on`: the switching for which its tickets have been seen to. */
const LIFE = `
create table customer_life (
  id text primary key,
  version integer not null,
  active boolean not null,
  access_since timestamptz,
  access_reason text,
  open_tickets text,
  acted_on timestamptz
);
alter table customer_life enable row level security;
create policy reading on customer_life for select using ((select viewer_sees_all())
  or exists (select 1 from customer c where c.id = customer_life.id));
create policy writing on customer_life for all using ((select viewer_sees_all()));
`;

/**
 * Of each customer that turned out to be another one, which; never another duplicate. Whoever writes a ticket keeps
 * merges from being noted until it commits: so a merge finds every ticket of before, and all later ones follow it.
 */
const MERGES = `
create table customer_merge (
  duplicate_id text primary key,
  into_id text not null
);
create index on customer_merge (into_id);
alter table customer_merge enable row level security;
create policy everything on customer_merge for all using ((select viewer_sees_all()));

create function current_customer(customer_id text) returns text language sql stable
  security definer set search_path = public, pg_temp as $$
  select coalesce((select into_id from customer_merge where duplicate_id = customer_id), customer_id)
$$;

create function follow_customer_merge() returns trigger language plpgsql
  security definer set search_path = public, pg_temp as $$
begin
  lock table customer_merge in share mode;
  new.customer_id := current_customer(new.customer_id);
  return new;
end $$;
create trigger follow_customer_merge before insert on ticket for each row
  when (new.customer_id is not null) execute function follow_customer_merge();
create trigger follow_customer_merge_later before update of customer_id on ticket for each row
  when (new.customer_id is not null and new.customer_id is distinct from old.customer_id)
  execute function follow_customer_merge();
`;

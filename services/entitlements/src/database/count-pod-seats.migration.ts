import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Seats of pods are reserved and counted, their marks are kept, and a pod can be drained. */
export class CountPodSeats1790000000040 implements MigrationInterface {
  name = 'CountPodSeats1790000000040';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(TENANCY);
    await runner.query(OCCUPANCY);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop function pod_occupancy(text[], timestamptz)');
    await runner.query('drop table pod_mark, seat_reservation');
    await runner.query('drop index subscription_on_pod');
    await runner.query('alter table pod drop drain_reason, drop draining_since');
  }
}

const TABLES = `
alter table pod add draining_since timestamptz, add drain_reason text,
  add check ((draining_since is null) = (drain_reason is null));

create table seat_reservation (
  request_id text not null,
  subscription_id text not null references subscription,
  pod_id text not null references pod,
  kind text not null check (kind in ('FREE', 'TRIAL', 'PILOT', 'DEMO', 'TRAINING', 'PARTNER', 'STANDARD')),
  status text not null check (status in ('HELD', 'CONSUMED', 'RELEASED')),
  changed_at timestamptz not null,
  primary key (request_id, subscription_id)
);
create unique index seat_reservation_held on seat_reservation (subscription_id, pod_id) where status = 'HELD';
create index seat_reservation_of_pod on seat_reservation (pod_id, kind) where status = 'HELD';

-- One row for each allowance of seats; the empty kind stands for all kinds together.
create table pod_mark (
  pod_id text not null references pod,
  kind text not null,
  mark text not null check (mark in ('NORMAL', 'WARNING', 'FULL')),
  crossings integer not null default 0,
  seats integer not null,
  occupied integer not null,
  changed_at timestamptz not null,
  changed_by text,
  primary key (pod_id, kind)
);

-- Those not ended come as one range, whoever ended long ago is not read; all that is counted is in the index.
create index subscription_on_pod on subscription (pod_id, (coalesce(ended_on, 'infinity'::date)), kind)
  include (started_on, ended_on, customer_id) where activated_at is not null;
`;

const TENANCY = `
alter table seat_reservation enable row level security;
create policy everything on seat_reservation for all using ((select viewer_sees_all()));
alter table pod_mark enable row level security;
create policy everything on pod_mark for all using ((select viewer_sees_all()));
`;

/**
 * Seats taken by pod and kind, whoever asks: nobody is told more than a number. A customer's day is at most one day
 * off that of UTC, so its time zone is looked up for dates of those days alone.
 */
const OCCUPANCY = `
create function pod_occupancy(pods text[], at timestamptz)
  returns table (pod_id text, kind text, used integer, reserved integer)
  language sql stable security definer set search_path = public, pg_temp as $$
  with instant as (select (at at time zone 'UTC')::date as day),
  tenant as (
    select s.pod_id, s.kind,
           case when s.started_on < instant.day then true
                when s.started_on > instant.day + 1 then false
                else s.started_on <= (select (at at time zone c.time_zone)::date from customer c where c.id = s.customer_id)
           end as begun
      from instant, subscription s
     where s.pod_id = any(pods) and s.activated_at is not null
       and coalesce(s.ended_on, 'infinity'::date) >= instant.day
       and (coalesce(s.ended_on, 'infinity'::date) > instant.day + 1
         or s.ended_on > (select (at at time zone c.time_zone)::date from customer c where c.id = s.customer_id))
  ),
  taken as (
    select pod_id, kind, count(*) filter (where begun) as used, count(*) filter (where not begun) as reserved
      from tenant group by pod_id, kind
    union all
    select r.pod_id, r.kind, 0, count(*)
      from seat_reservation r
     where r.pod_id = any(pods) and r.status = 'HELD'
       and not exists (select 1 from subscription s
                        where s.id = r.subscription_id and s.pod_id = r.pod_id and s.activated_at is not null)
     group by r.pod_id, r.kind
  )
  select pod_id, kind, sum(used)::integer, sum(reserved)::integer from taken group by pod_id, kind
$$;
`;

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
create index subscription_on_pod on subscription (pod_id, kind, (coalesce(ended_on, 'infinity'::date)), started_on)
  include (ended_on, customer_id) where activated_at is not null;
`;

const TENANCY = `
alter table seat_reservation enable row level security;
create policy everything on seat_reservation for all using ((select viewer_sees_all()));
alter table pod_mark enable row level security;
create policy everything on pod_mark for all using ((select viewer_sees_all()));
`;

/**
 * Seats taken by pod and kind, whoever asks: nobody is told more than a number. A customer's day is at most one day
 * off that of UTC, so its time zone is looked up for dates of those days alone, and all others are counted in the
 * index.
 */
const OCCUPANCY = `
create function pod_occupancy(pods text[], at timestamptz)
  returns table (pod_id text, kind text, used integer, reserved integer)
  language sql stable security definer set search_path = public, pg_temp as $$
  with instant as (select (at at time zone 'UTC')::date as day),
  settled as (
    select pod.id as pod_id, counted.kind, there.count as used, 0::bigint as reserved
      from instant, unnest(pods) pod(id),
           unnest(array['FREE', 'TRIAL', 'PILOT', 'DEMO', 'TRAINING', 'PARTNER', 'STANDARD']) counted(kind)
      cross join lateral (
        select count(*) from subscription s
         where s.pod_id = pod.id and s.kind = counted.kind and s.activated_at is not null
           and coalesce(s.ended_on, 'infinity'::date) > instant.day + 1 and s.started_on < instant.day) there
     where there.count > 0
  ),
  near as (
    select s.pod_id, s.kind, s.customer_id, s.started_on, s.ended_on
      from instant, subscription s
     where s.pod_id = any(pods) and s.activated_at is not null
       and coalesce(s.ended_on, 'infinity'::date) > instant.day + 1 and s.started_on >= instant.day
    union all
    select s.pod_id, s.kind, s.customer_id, s.started_on, s.ended_on
      from instant, subscription s
     where s.pod_id = any(pods) and s.activated_at is not null
       and coalesce(s.ended_on, 'infinity'::date) between instant.day and instant.day + 1
  ),
  begun as (
    select near.pod_id, near.kind, count(*) filter (where near.started_on <= local.day) as used,
           count(*) filter (where near.started_on > local.day) as reserved
      from near
      cross join lateral (
        select (at at time zone c.time_zone)::date as day from customer c where c.id = near.customer_id) local
     where near.ended_on is null or near.ended_on > local.day
     group by near.pod_id, near.kind
  ),
  taken as (
    select * from settled
    union all
    select * from begun
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

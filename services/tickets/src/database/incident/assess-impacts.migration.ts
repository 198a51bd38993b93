import { newId } from '@plimsoll/shared';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How priorities follow from impact and urgency, and the impact of incidents from the customers they hit. */
export class AssessImpacts1790000000381 implements MigrationInterface {
  name = 'AssessImpacts1790000000381';

  async up(runner: QueryRunner): Promise<void> {
    for (const step of [SCHEME, ASSESSMENTS, PROMISES]) await runner.query(step);
    await runner.query(
      `insert into priority_scheme (id, version, matrix, many_customers, weighty_segments, weighty_uptime)
       values ($1, 1, $2, 10, '{ENTERPRISE}', 99.9)`,
      [newId('psc'), JSON.stringify(MATRIX)],
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function promised_uptime, priority_matrix;
      drop table impact_hit, impact_assessment, priority_scheme;
    `);
  }
}

/** Each level less is one priority less. */
const MATRIX = {
  HIGH: { HIGH: 'P1', MEDIUM: 'P2', LOW: 'P3' },
  MEDIUM: { HIGH: 'P2', MEDIUM: 'P3', LOW: 'P4' },
  LOW: { HIGH: 'P3', MEDIUM: 'P4', LOW: 'P4' },
};

/** One record. Customers who open tickets do not see it, but have their priorities by it. */
const SCHEME = `
create table priority_scheme (
  id text primary key,
  version integer not null check (version > 0),
  external_id text,
  source text,
  matrix jsonb not null check (jsonb_typeof(matrix) = 'object'),
  many_customers integer not null check (many_customers > 0),
  weighty_segments text[] not null,
  weighty_uptime numeric check (weighty_uptime between 0 and 100)
);
create unique index priority_scheme_is_one on priority_scheme ((true));
alter table priority_scheme enable row level security;
create policy everything on priority_scheme for all using ((select viewer_sees_all()));

create function priority_matrix() returns jsonb language sql stable
  security definer set search_path = public, pg_temp as $$
  select matrix from priority_scheme
$$;
`;

/** What an incident did to whom, as assets told it last, and what was made of it; for staff. */
const ASSESSMENTS = `
create table impact_assessment (
  ticket_id text primary key references ticket,
  told_version integer not null default 0,
  customers integer not null default 0 check (customers >= 0),
  worst_state text check (worst_state in ('DOWN', 'DEGRADED')),
  segments text[] not null default '{}',
  uptime_target numeric,
  derived text check (derived in ('HIGH', 'MEDIUM', 'LOW')),
  because text[] not null default '{}',
  overridden_to text check (overridden_to in ('HIGH', 'MEDIUM', 'LOW')),
  reason text,
  overridden_by text,
  overridden_at timestamptz(3),
  check ((overridden_to is null) = (reason is null) and (overridden_to is null) = (overridden_at is null))
);
create table impact_hit (
  ticket_id text not null references impact_assessment,
  customer_id text not null,
  product_id text not null,
  state text not null check (state in ('DOWN', 'DEGRADED')),
  primary key (ticket_id, customer_id, product_id)
);
create index on impact_hit (customer_id);

do $$
declare noun text;
begin
  foreach noun in array array['impact_assessment', 'impact_hit'] loop
    execute format('alter table %I enable row level security', noun);
    execute format('create policy everything on %I for all using ((select viewer_sees_all()))', noun);
  end loop;
end $$;
`;

/** The highest uptime that a customer was promised at an instant, for a product, or, where none is given, for any. */
const PROMISES = `
create function promised_uptime(of_customer text, of_product text, at timestamptz) returns numeric
  language sql stable as $$
  select max(a.uptime_target)
    from entitlement e
    join agreement a on a.id = e.agreement_id
   where e.customer_id = of_customer and (of_product is null or e.product_id is null or e.product_id = of_product)
     and e.valid_from <= (at at time zone 'UTC')::date
     and (e.valid_to is null or e.valid_to > (at at time zone 'UTC')::date)
     and a.status = 'IN_FORCE'
$$;
`;

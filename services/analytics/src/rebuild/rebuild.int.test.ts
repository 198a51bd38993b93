import 'reflect-metadata';
import { describeSchema, type Consumer, type Database } from '@plimsoll/shared';
import { testCallers, testLogger } from '@plimsoll/shared/testing';
import { analyticsConsumer, settleProjections } from '../projections.js';
import {
  agreementTold,
  customerImpactTold,
  customerTold,
  entitlementTold,
  exchangeRateTold,
  subscriptionTold,
  told,
} from '../testing/account-events.js';
import { analyticsService } from '../testing/analytics-service.js';
import { differenceOf } from './comparison.store.js';
import { PROJECTED_TABLES, PROJECTIONS, type ProjectionTables } from './projected-tables.rules.js';
import { ProjectionRebuild } from './rebuild.service.js';

const NOW = '2026-05-10T12:00:00.000Z';
const service = analyticsService(NOW);
const SYSTEM = { kind: 'SYSTEM' } as const;
const clock = () => new Date(NOW);

/** Tables that are nobody else's events: the mechanism's, records of this service, and what was answered or told once. */
const KEPT = [
  'account_generation',
  'audit_seal',
  'bi_login',
  'change_exposure',
  // Trained by a job from months that are over.
  'churn_model',
  'cost_record',
  'customer_health_day',
  'denied_attempt',
  'history',
  'idempotency_record',
  'inbox_cursor',
  'month_figure',
  'outbox',
  'parked_event',
  'projection_rebuild',
  'projection_version',
  'record_comparison',
  'record_comparison_answer',
  // Priced by a job from the trials and the ledger.
  'redundancy_saving',
  'redundancy_saving_down',
  'redundancy_saving_failure',
  'redundancy_saving_month',
  'report_delivery',
  'report_run',
  'report_schedule',
  'schema_migration',
  'service_credit_record',
  'stale_month',
];

function rebuildOf(
  options: {
    database?: Database;
    projections?: readonly ProjectionTables[];
    wrap?: (builder: Consumer) => Consumer;
  } = {},
): ProjectionRebuild {
  const {
    database = service.test.database,
    projections = PROJECTIONS,
    wrap = (builder) => builder,
  } = options;
  const events = { database, bus: service.bus, logger: testLogger(), clock };
  return new ProjectionRebuild({
    database,
    logger: testLogger(),
    clock,
    projections,
    builderOf: (building) => wrap(analyticsConsumer({ ...events, building })),
    settle: settleProjections(clock),
  });
}

interface Shown {
  status: string;
  startedAt: string | null;
  finishedAt: string | null;
  differences: string[];
  failure: string | null;
  progress: { producer: string; position: number; head: number }[];
}
const SHOWN = `status startedAt finishedAt differences failure progress { producer position head }`;
const shown = () =>
  service
    .run<{ analyticsRebuild: Shown | null }>(`{ analyticsRebuild { ${SHOWN} } }`)
    .then((data) => data.analyticsRebuild);
const ask = () =>
  service.run<{ rebuildAnalytics: { analyticsRebuild: Shown | null; userErrors: { code: string }[] } }>(
    `mutation { rebuildAnalytics { analyticsRebuild { ${SHOWN} } userErrors { code } } }`,
    {},
    testCallers.operator,
  );

async function asOwner<T>(
  fn: (query: (sql: string) => Promise<Record<string, unknown>[]>) => Promise<T>,
): Promise<T> {
  const owner = await service.test.database.connect('test');
  try {
    return await fn(async (sql) => (await owner.query<Record<string, unknown>>(sql)).rows);
  } finally {
    await owner.end();
  }
}

/** What is kept, without what says how it came to be. */
async function contents(): Promise<Record<string, unknown>> {
  const all: Record<string, unknown> = {};
  await service.test.database.transaction(SYSTEM, async (tx) => {
    for (const { table, incidental = [] } of PROJECTED_TABLES) {
      const [row] = await tx.query<{ rows: unknown }>(
        `select json_agg(row order by row::text) as rows from (select to_jsonb(t) - $1::text[] as row from "${table}" t) r`,
        [[...incidental, 'computed_at', 'due_at']],
      );
      all[table] = row?.rows ?? null;
    }
  });
  return all;
}

const impact = (customerIds: string[], minutes: number) => ({
  productId: 'prd_1',
  state: 'DOWN',
  from: '2026-03-02T10:00:00.000Z',
  to: new Date(Date.parse('2026-03-02T10:00:00.000Z') + minutes * 60_000).toISOString(),
  customerIds,
});

async function tellHistory(): Promise<void> {
  const customers = Array.from({ length: 12 }, (_, i) => `cus_${i + 1}`);
  await service.tell('entitlements', [
    agreementTold('sla_1'),
    told('product', 'prd_1', { name: 'Ledger' }),
    exchangeRateTold('2026-01-01', 'USD', 'EUR', '0.92'),
    ...customers.flatMap((id) => [
      customerTold(id),
      entitlementTold(`ent_${id}`, id),
      subscriptionTold(`sub_${id}`, id),
      customerTold(id, { segment: 'SMB' }, 2),
    ]),
  ]);
  await service.tell('assets', [
    customerImpactTold('tkt_1', [impact(customers, 30)], {}, 1),
    customerImpactTold('tkt_1', [impact(customers.slice(0, 4), 90)], {}, 2),
    told('asset', 'ast_1', { name: 'db', kind: 'database', status: 'LIVE' }),
    told('change', 'chg_1', { status: 'COMPLETED', outcome: 'FAILED', assetIds: ['ast_1'] }),
  ]);
  await service.tell('tickets', [
    {
      type: 'plimsoll.incident.impact_recorded.v1',
      subject: 'tkt_1',
      version: 1,
      data: {
        planned: false,
        impacts: [{ assetId: 'ast_1', state: 'DOWN', from: '2026-03-02T10:00:00.000Z', to: null }],
      },
    },
  ]);
  await service.drain();
}

beforeAll(async () => {
  await rebuildOf().checkVersions();
  await tellHistory();
  // What looks at the tables from outside must look at the new ones after.
  await asOwner((query) =>
    query(`
      create schema looking;
      create view looking.customers with (security_barrier = true) as select id, name from public.customer;
      create view looking.named as select count(*) as count from looking.customers;
      comment on view looking.customers is 'Whom we serve';
      comment on column looking.customers.name is 'As it was told';
      grant usage on schema looking to plimsoll_analytics;
      grant select on looking.customers to plimsoll_analytics;
      create policy looking on cost_record for select using (customer_id in (select c.id from customer c));`),
  );
});

it('knows of every table whether it is filled from events', async () => {
  const found = await asOwner((query) =>
    query(
      `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`,
    ),
  );
  const known = [...KEPT, ...PROJECTED_TABLES.map(({ table }) => table)];
  expect(found.map(({ name }) => name)).toEqual(known.toSorted());
});

describe('a rebuilding', () => {
  it('is asked for by admins and operators alone and seen by staff and analysts', async () => {
    for (const caller of [testCallers.agent, testCallers.analyst, testCallers.contact('cus_1')]) {
      const { rebuildAnalytics } = await service.run<{ rebuildAnalytics: unknown }>(
        'mutation { rebuildAnalytics { analyticsRebuild { number } userErrors { code } } }',
        {},
        caller,
      );
      expect(rebuildAnalytics).toEqual({ analyticsRebuild: null, userErrors: [{ code: 'NOT_FOUND' }] });
    }
    expect(await shown()).toBeNull();
    const { rebuildAnalytics } = await ask();
    expect(rebuildAnalytics.userErrors).toEqual([]);
    expect(rebuildAnalytics.analyticsRebuild).toMatchObject({ status: 'REQUESTED', startedAt: null });
    const again = await ask();
    expect(again.rebuildAnalytics.analyticsRebuild?.status).toBe('REQUESTED');
    expect(await service.run('{ analyticsRebuild { number } }', {}, testCallers.contact('cus_1'))).toEqual({
      analyticsRebuild: null,
    });
  });

  it('puts tables of the same shape and contents in the place of those that served meanwhile', async () => {
    const before = { contents: await contents(), schema: await describeSchema(service.test.database) };
    const estimates = () =>
      asOwner((query) =>
        query(`select attrelid::regclass::text || '.' || attname as name, attoptions from pg_attribute
                where attoptions is not null order by name`),
      );
    const estimated = await estimates();
    expect(estimated).toContainEqual({ name: 'ticket.opened_at', attoptions: ['n_distinct=1000'] });
    const [old] = await asOwner((query) => query(`select 'customer'::regclass::oid as oid`));
    const [generation] = await asOwner((query) => query('select number from account_generation'));
    let told = false;
    const rebuild = rebuildOf({
      wrap: (builder) => {
        const catchUp = builder.catchUp.bind(builder);
        builder.catchUp = async (...words) => {
          await catchUp(...words);
          if (told) return;
          told = true;
          // The old tables serve and go on; the new ones follow.
          await service.tell('entitlements', [customerTold('cus_13')]);
          await service.drain();
          expect(await service.run('{ projectionStatus { producers { producer lag } } }')).toEqual({
            projectionStatus: {
              producers: ['entitlements', 'assets', 'tickets'].map((producer) => ({ producer, lag: 0 })),
            },
          });
        };
        return builder;
      },
    });
    await rebuild.run();
    expect(await shown()).toMatchObject({ status: 'COMPLETED', differences: [], failure: null });
    const [now] = await asOwner((query) => query(`select 'customer'::regclass::oid as oid`));
    expect(now?.['oid']).not.toBe(old?.['oid']);
    expect(await describeSchema(service.test.database)).toBe(before.schema);
    expect(await estimates()).toEqual(estimated);
    const after = await contents();
    expect({
      ...after,
      customer: null,
      customer_version: null,
      service_account: null,
      service_level_schedule: null,
    }).toEqual({
      ...before.contents,
      customer: null,
      customer_version: null,
      service_account: null,
      service_level_schedule: null,
    });
    expect(after['customer']).toHaveLength(13);
    expect(await asOwner((query) => query('select number from account_generation'))).toEqual([
      { number: Number(generation?.['number']) + 1 },
    ]);
    expect(
      await asOwner((query) =>
        query(`select nspname from pg_namespace where nspname in ('rebuilding', 'retired')`),
      ),
    ).toEqual([]);
    expect(await asOwner((query) => query(`select distinct consumer from inbox_cursor`))).toEqual([
      { consumer: 'analytics' },
    ]);
  });

  it('leaves views and policies of other tables looking at the new ones, and events coming in', async () => {
    await service.tell('entitlements', [customerTold('cus_14', { name: 'Told later' })]);
    await service.drain();
    expect(await asOwner((query) => query('select count::int as count from looking.named'))).toEqual([
      { count: 14 },
    ]);
    expect(
      await asOwner((query) =>
        query(`select obj_description('looking.customers'::regclass, 'pg_class') as view,
                 col_description('looking.customers'::regclass, 2) as name,
                 has_table_privilege('plimsoll_analytics', 'looking.customers', 'select') as granted,
                 (select reloptions from pg_class where oid = 'looking.customers'::regclass)::text as options,
                 (select qual ~ 'customer' from pg_policies where policyname = 'looking') as policy`),
      ),
    ).toEqual([
      {
        view: 'Whom we serve',
        name: 'As it was told',
        granted: true,
        options: '{security_barrier=true}',
        policy: true,
      },
    ]);
    expect(
      await service.run('{ a: projectionStatus { producers { lag parkedCount } } }', {}, testCallers.analyst),
    ).toEqual({ a: { producers: [1, 2, 3].map(() => ({ lag: 0, parkedCount: 0 })) } });
  });

  it('is refused where the same rules give other rows, says which table differs, and keeps both', async () => {
    await asOwner((query) =>
      query(`update customer set name = 'Somebody else' where id = 'cus_3'; delete from agreement`),
    );
    await ask();
    await rebuildOf().run();
    expect(await shown()).toMatchObject({
      status: 'REFUSED',
      differences: [
        'agreement: 0 rows serve, 1 were built',
        'customer: 14 rows serve, 14 were built, and they differ',
      ],
    });
    expect(await asOwner((query) => query(`select name from customer where id = 'cus_3'`))).toEqual([
      { name: 'Somebody else' },
    ]);
    expect(
      await asOwner((query) => query(`select name from rebuilding.customer where id = 'cus_3'`)),
    ).toEqual([{ name: 'Customer cus_3' }]);
  });

  it('follows from a version of the code that is another one, which may give other rows but lose none', async () => {
    const newer = PROJECTIONS.map((one) => ({ ...one, version: one.version + 1 }));
    await asOwner((query) =>
      query(`insert into customer select 'cus_lost', 1, external_id, source, csi, name, segment, region, time_zone, vertical,
               partner_id, account_manager_id, active from customer where id = 'cus_1'`),
    );
    await rebuildOf({ projections: newer }).checkVersions();
    await rebuildOf({ projections: newer }).run();
    expect(await shown()).toMatchObject({
      status: 'REFUSED',
      differences: ['customer: 1 records were told and are not in it, or an older version is'],
    });
    await asOwner((query) => query(`delete from customer where id = 'cus_lost'`));
    await rebuildOf({ projections: newer }).checkVersions();
    await rebuildOf({ projections: newer }).run();
    expect(await shown()).toMatchObject({ status: 'COMPLETED' });
    expect(await asOwner((query) => query(`select name from customer where id = 'cus_3'`))).toEqual([
      { name: 'Customer cus_3' },
    ]);
    const { projectionStatus } = await service.run<{ projectionStatus: { versions: { version: number }[] } }>(
      '{ projectionStatus { versions { name version } } }',
    );
    expect(projectionStatus.versions.map(({ version }) => version)).toEqual(PROJECTIONS.map(() => 2));
    // Nothing is asked for where the versions agree.
    await rebuildOf({ projections: newer }).checkVersions();
    expect((await shown())?.status).toBe('COMPLETED');
    await asOwner((query) => query('update projection_version set version = 1'));
  });

  it('is gone on with, or begun anew, by whoever comes after a process that died at any of its commits', async () => {
    const before = await contents();
    await ask();
    const replica = await service.test.openReplica();
    let died = 0;
    for (let last = 1; (await shown())?.status !== 'COMPLETED'; last += 1) {
      if (last > 60) throw new Error('it never ends');
      let commits = 0;
      const stop = replica.onStatement((sql) => {
        if (sql !== 'COMMIT') return;
        commits += 1;
        if (commits >= last) throw new Error('killed');
      });
      try {
        await rebuildOf({ database: replica }).run();
      } catch (error) {
        died += 1;
        expect((error as Error).message).toBe('killed');
      } finally {
        stop();
      }
      expect(await contents()).toEqual(before);
    }
    expect(died).toBeGreaterThan(3);
  });

  it('goes on where the connection of its owner ends', async () => {
    const before = await contents();
    await ask();
    let ended = false;
    const rebuild = rebuildOf({
      wrap: (builder) => {
        const catchUp = builder.catchUp.bind(builder);
        builder.catchUp = async (...words) => {
          await catchUp(...words);
          if (ended) return;
          ended = true;
          await asOwner((query) =>
            query(`select pg_terminate_backend(pid) from pg_stat_activity
                    where datname = current_database() and application_name = 'plimsoll-analytics-rebuild'`),
          );
        };
        return builder;
      },
    });
    await expect(rebuild.run()).rejects.toThrow();
    expect((await shown())?.status).toBe('RUNNING');
    await rebuild.run();
    expect((await shown())?.status).toBe('COMPLETED');
    expect(await contents()).toEqual(before);
  });
});

describe('the comparison', () => {
  it('leaves out what says how rows came to be', async () => {
    await asOwner(async (query) => {
      await query('create schema rebuilding');
      await query('create table rebuilding.ledger_impact as select * from ledger_impact');
      await query('update rebuilding.ledger_impact set revision = revision + 1');
    });
    const owner = await service.test.database.connect('test');
    try {
      expect(await differenceOf(owner, { table: 'ledger_impact', incidental: ['revision'] })).toBeNull();
      expect(await differenceOf(owner, { table: 'ledger_impact' })).toMatch(
        /^ledger_impact: .* and they differ$/,
      );
      await owner.query('drop schema rebuilding cascade');
    } finally {
      await owner.end();
    }
  });
});

import pg from 'pg';
import { testLogger } from '@plimsoll/shared/testing';
import { analyticsConsumer, settleProjections } from '../projections.js';
import { PROJECTIONS, ProjectionRebuild } from '../rebuild/index.js';
import { customerTold, told } from '../testing/account-events.js';
import { analyticsService } from '../testing/analytics-service.js';
import { keepBiViews } from './bi-view.store.js';

const NOW = '2026-05-10T12:00:00.000Z';

describe('views for SQL', () => {
  const clients: pg.Client[] = [];
  afterAll(async () => {
    for (const client of clients) await client.end();
  });
  const service = analyticsService(NOW);
  const clock = () => new Date(NOW);

  it('look at the tables that were built anew, for the same readers', async () => {
    const name = `anew_${Math.random().toString(36).slice(2, 8)}`;
    const events = { database: service.test.database, bus: service.bus, logger: testLogger(), clock };
    const rebuild = new ProjectionRebuild({
      ...events,
      projections: PROJECTIONS,
      builderOf: (building) => analyticsConsumer({ ...events, building }),
      settle: settleProjections(clock),
    });
    await rebuild.checkVersions();
    await service.tell('entitlements', [
      customerTold('cus_1', { partnerId: 'par_1', partnerIds: ['par_1'] }),
      customerTold('cus_2'),
      told('product', 'prd_1', { name: 'Ledger' }),
    ]);
    await service.drain();
    const owner = await service.test.database.connect('views');
    await keepBiViews(owner);
    const described = async () => {
      const { rows } = await owner.query<{ lines: string[] }>(
        `select array_agg(concat_ws(' ', c.relname, c.relacl::text, c.reloptions::text, pg_get_viewdef(c.oid), obj_description(c.oid),
                  (select string_agg(d.description, ' ' order by d.objsubid) from pg_description d where d.objoid = c.oid)) order by c.relname) as lines
           from pg_class c where c.relnamespace = 'bi'::regnamespace and c.relkind = 'v'`,
      );
      return rows[0]?.lines;
    };
    const before = await described();
    const { createBiLogin } = await service.run<{ createBiLogin: { password: string } }>(
      `mutation ($input: CreateBiLoginInput!) { createBiLogin(input: $input) { password userErrors { message } } }`,
      { input: { idempotencyKey: name, name, partnerId: 'par_1' } },
    );
    const url = new URL(service.test.url);
    url.username = `bi_${name}`;
    url.password = createBiLogin.password;
    const client = new pg.Client({ connectionString: url.href });
    await client.connect();
    clients.push(client);
    const seen = async () => (await client.query('select id from customer')).rows;
    expect(await seen()).toEqual([{ id: 'cus_1' }]);

    const { rows: old } = await owner.query<{ oid: string }>(
      `select 'public.customer'::regclass::oid as oid`,
    );
    await service.run('mutation { rebuildAnalytics { userErrors { code } } }');
    await rebuild.run();
    const { rows: anew } = await owner.query<{ oid: string }>(
      `select 'public.customer'::regclass::oid as oid`,
    );
    expect(anew).not.toEqual(old);
    expect(await described()).toEqual(before);
    expect(await seen()).toEqual([{ id: 'cus_1' }]);
    await owner.end();
  }, 60_000);
});

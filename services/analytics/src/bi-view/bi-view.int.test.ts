import pg from 'pg';
import { testCallers } from '@plimsoll/shared/testing';
import { analyticsService } from '../testing/analytics-service.js';
import { keepBiViews } from './bi-view.store.js';
import { insertCompany } from './company.fixture.js';

const CREATE = `mutation ($input: CreateBiLoginInput!) {
  createBiLogin(input: $input) { biLogin { id version login revokedAt } password userErrors { code message } }
}`;
const REVOKE = `mutation ($input: RevokeBiLoginInput!) { revokeBiLogin(input: $input) { biLogin { revokedAt } userErrors { code } } }`;

interface Created {
  createBiLogin: {
    biLogin: { id: string; version: number; login: string } | null;
    password: string | null;
    userErrors: { code: string }[];
  };
}

describe('SQL for programs of analysts', () => {
  const service = analyticsService('2026-07-01T00:00:00.000Z');
  const suffix = Math.random().toString(36).slice(2, 8);
  const made: { id: string; version: number; login: string; password: string }[] = [];

  const create = async (name: string, rest: Record<string, unknown> = {}, caller = testCallers.admin) => {
    const input = { idempotencyKey: name, name: `${name}_${suffix}`, ...rest };
    const { createBiLogin } = await service.run<Created>(CREATE, { input }, caller);
    const { biLogin, password } = createBiLogin;
    if (biLogin && password) made.push({ ...biLogin, password });
    return createBiLogin;
  };
  const as = async <T>(name: string, use: (client: pg.Client) => Promise<T>): Promise<T> => {
    const login = made.find((one) => one.login === `bi_${name}_${suffix}`);
    if (!login) throw new Error(`no login ${name}`);
    const url = new URL(service.test.url);
    url.username = login.login;
    url.password = login.password;
    const client = new pg.Client({ connectionString: url.href });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return await use(client);
    } finally {
      await client.end().catch(() => undefined);
    }
  };

  beforeAll(async () => {
    await insertCompany(service.test.database);
    const owner = await service.test.database.connect('views');
    try {
      await keepBiViews(owner);
      await keepBiViews(owner);
    } finally {
      await owner.end();
    }
    await create('all');
    await create('quay', { partnerId: 'par_1' });
  });

  it('is described: every view and column says what it is', async () => {
    const described = await as('all', async (client) => {
      const { rows } = await client.query<{ views: number; bare: string[] | null }>(
        `select count(distinct c.oid)::integer as views,
                array_agg(c.relname || '.' || a.attname) filter (where col_description(c.oid, a.attnum) is null or obj_description(c.oid) is null) as bare
           from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
          where c.relnamespace = 'bi'::regnamespace and c.relkind = 'v'`,
      );
      return rows[0];
    });
    expect(described?.bare).toBeNull();
    expect(described?.views).toBeGreaterThan(40);
  });

  it('shows every view to a reader of all', async () => {
    await as('all', async (client) => {
      const { rows } = await client.query<{ name: string }>(
        `select relname as name from pg_class where relnamespace = 'bi'::regnamespace and relkind = 'v'`,
      );
      for (const { name } of rows) await client.query(`select * from bi.${name} limit 5`);
      const { rows: counted } = await client.query<{ n: string }>('select count(*) as n from ticket');
      expect(counted[0]?.n).toBe('998');
    });
  });

  it('shows a reseller its customers alone, whatever it sets', async () => {
    await as('quay', async (client) => {
      const seen = async () => {
        const { rows } = await client.query<{ customer: string }>(
          `select distinct customer from bi.ticket union select id from bi.customer`,
        );
        return rows.map(({ customer }) => Number(customer.slice(4)) % 4);
      };
      expect(new Set(await seen())).toEqual(new Set([0]));
      for (const forging of [
        `set plimsoll.viewer = 'STAFF'`,
        `set plimsoll.partner_id = 'par_2'`,
        `select set_config('plimsoll.viewer', 'SYSTEM', false)`,
        'set role plimsoll_bi',
        'set default_transaction_read_only = off',
      ]) {
        await client.query(forging);
        expect(new Set(await seen())).toEqual(new Set([0]));
      }
      const { rows } = await client.query('select 1 from bi.change union all select 1 from bi.queue');
      expect(rows).toEqual([]);
      const { rows: hidden } = await client.query<{ queue: string | null; team: string | null }>(
        'select distinct queue from bi.ticket',
      );
      expect(hidden).toEqual([{ queue: null }]);
    });
  });

  it('writes nothing, and reads nothing but the views', async () => {
    await as('all', async (client) => {
      const { rows: timeout } = await client.query<{ statement_timeout: string }>('show statement_timeout');
      expect(timeout).toEqual([{ statement_timeout: '1min' }]);
      for (const refused of [
        'select * from public.ticket',
        'select * from public.bi_login',
        `select create_bi_login('bi_other', 'x')`,
        'create table bi.mine (id text)',
        'create table public.mine (id text)',
        'set role plimsoll_analytics',
        `select set_config('role', 'plimsoll_analytics', false)`,
        'set session authorization postgres',
      ]) {
        await expect(client.query(refused)).rejects.toThrow();
      }
      await client.query('set default_transaction_read_only = off');
      await expect(client.query('create table public.mine (id text)')).rejects.toThrow('permission denied');
      await expect(client.query('delete from bi.ticket')).rejects.toThrow('cannot delete');
      await expect(client.query('delete from bi.customer')).rejects.toThrow('permission denied');
    });
  });

  it('is made by an admin alone, once, under a name nobody has', async () => {
    expect((await create('other', {}, testCallers.analyst)).userErrors).toMatchObject([
      { code: 'NOT_FOUND' },
    ]);
    expect((await create('all', { idempotencyKey: 'again' })).userErrors).toMatchObject([
      { code: 'CONFLICT' },
    ]);
    expect((await create('bad', { name: 'Robert"; drop role x' })).userErrors).toMatchObject([
      { code: 'INVALID' },
    ]);
    expect((await create('nobody', { partnerId: 'par_none' })).userErrors).toMatchObject([
      { code: 'NOT_FOUND' },
    ]);
    const again = await create('all');
    expect([again.password, again.biLogin?.login]).toEqual([null, `bi_all_${suffix}`]);
  });

  it('ends at once', async () => {
    await create('gone');
    await as('gone', async (client) => {
      const { id } = made.at(-1) ?? { id: '' };
      expect(await service.run(REVOKE, { input: { id, expectedVersion: 1 } })).toMatchObject({
        revokeBiLogin: { biLogin: { revokedAt: '2026-07-01T00:00:00.000Z' }, userErrors: [] },
      });
      await expect(client.query('select 1')).rejects.toThrow();
    });
    await expect(as('gone', (client) => client.query('select 1'))).rejects.toThrow();
    for (const { id } of made.slice(0, -1)) await service.run(REVOKE, { input: { id, expectedVersion: 1 } });
  });
});

import { testCallers, testSubgraph } from '@plimsoll/shared/testing';
import type { Principal } from '@plimsoll/shared';
import { seedEstate } from './estate.fixture.js';
import { assetsDatabase, createAssetsSubgraph } from '../subgraph.js';

const NOW = new Date('2026-03-10T00:00:00.000Z');
const { test, run, load, countStatements } = testSubgraph({
  database: assetsDatabase,
  create: (dependencies) => createAssetsSubgraph({ ...dependencies, clock: () => NOW }),
});

describe('lists of changes', () => {
  const LIST = `query ($first: Int!, $after: String, $filter: ChangeFilter, $orderBy: ChangeOrder) {
    changes(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
      totalCount pageInfo { hasNextPage endCursor } nodes { title state }
    }
  }`;
  interface List {
    changes: {
      totalCount: number;
      pageInfo: { hasNextPage: boolean; endCursor: string | null };
      nodes: { title: string; state: string }[];
    };
  }
  const titles = async (filter: object) =>
    (await run<List>(LIST, { first: 100, filter })).changes.nodes.map(({ title }) => title);

  beforeAll(async () => {
    await test.database.transaction({ kind: 'SYSTEM' }, seedEstate);
    const row = (id: string, over: object) => ({
      external_id: `l${id}`,
      title: `L${id}`,
      assets: 'db',
      ...over,
    });
    const inMarch = (day: number) => ({ from: `2026-03-${day}T00:00:00Z`, to: `2026-03-${day}T02:00:00Z` });
    await load('Changes', [
      row('1', { status: 'SCHEDULED', ...inMarch(20), assets: 'db;app' }),
      row('2', { status: 'APPROVED', ...inMarch(15), kind: 'EMERGENCY' }),
      row('3', {
        status: 'IN_PROGRESS',
        ...inMarch(10),
        started_at: '2026-03-09T00:00:00Z',
        expected_state: 'DEGRADED',
      }),
      row('4', { status: 'SCHEDULED', from: '2026-03-09T00:00:00Z', to: '2026-03-10T00:00:00Z' }),
      row('5', { status: 'DRAFT', ...inMarch(25) }),
      row('6', { status: 'COMPLETED' }),
      row('7', { status: 'SCHEDULED', ...inMarch(30), assets: 'own' }),
    ]);
  });

  it('are filtered', async () => {
    expect(await titles({ upcoming: true })).toEqual(['L3', 'L2', 'L1', 'L7']);
    expect(await titles({ upcoming: false })).toEqual(['L4', 'L5', 'L6']);
    expect(await titles({ status: 'SCHEDULED' })).toEqual(['L4', 'L1', 'L7']);
    expect(await titles({ kind: 'EMERGENCY' })).toEqual(['L2']);
    expect(await titles({ assetId: 'ast_app' })).toEqual(['L1']);
    expect(await titles({ from: '2026-03-15T02:00:00Z', to: '2026-03-25T00:00:00Z' })).toEqual(['L1']);
    expect(await titles({ search: 'l6' })).toEqual(['L6']);
  });

  it('are filtered by the region of a pod that their assets belong to or are placed in', async () => {
    await test.database.transaction({ kind: 'SYSTEM' }, async (tx) => {
      await tx.query(`insert into pod (id, version, name, region)
        values ('pod_1', 1, 'One', 'EU'), ('pod_2', 1, 'Two', 'EU'), ('pod_3', 1, 'Three', 'US')`);
      await tx.query(`update asset set pod_id = 'pod_1' where id = 'ast_app'`);
      await tx.query(`insert into placement (id, version, asset_id, pod_id, removed_at)
        values ('plc_8', 1, 'ast_own', 'pod_2', null), ('plc_9', 1, 'ast_own', 'pod_3', now())`);
    });
    expect(await titles({ region: 'EU' })).toEqual(['L1', 'L7']);
    expect(await titles({ region: 'US' })).toEqual([]);
    await test.database.transaction({ kind: 'SYSTEM' }, async (tx) => {
      await tx.query(`delete from placement where id in ('plc_8', 'plc_9')`);
      await tx.query(`update asset set pod_id = null where id = 'ast_app'`);
    });
  });

  it('page in a total order, and show what is held now', async () => {
    const first = (await run<List>(LIST, { first: 4 })).changes;
    expect(first.totalCount).toBe(7);
    expect(first.nodes).toEqual([
      { title: 'L4', state: 'UP' },
      { title: 'L3', state: 'DEGRADED' },
      { title: 'L2', state: 'UP' },
      { title: 'L1', state: 'UP' },
    ]);
    await load('Changes', [
      { external_id: 'l0', title: 'L0', from: '2020-01-01T00:00:00Z', to: '2020-01-02T00:00:00Z' },
    ]);
    const second = (await run<List>(LIST, { first: 4, after: first.pageInfo.endCursor })).changes;
    expect(second.nodes.map(({ title }) => title)).toEqual(['L5', 'L7', 'L6']);
    expect(second.pageInfo.hasNextPage).toBe(false);
    const down = { field: 'TITLE', direction: 'DESC' };
    const last = (await run<List>(LIST, { first: 1, orderBy: down })).changes;
    expect(last.nodes[0]?.title).toBe('L7');
  });

  it('of assets take one statement however many assets', async () => {
    const OF_ASSETS = `query ($ids: [ID!]!) {
      assets(first: 10, orderBy: { field: NAME, direction: ASC }) {
        nodes { name changes(first: 10, filter: { upcoming: true }) { nodes { title } } }
      }
      unused: changes(first: 1, filter: { assetId: "x" }) { nodes { id } }
    }`.replace('($ids: [ID!]!)', '');
    const { assets } = await run<{
      assets: { nodes: { name: string; changes: { nodes: { title: string }[] } }[] };
    }>(OF_ASSETS);
    expect(
      assets.nodes.map(({ name, changes }) => [name, ...changes.nodes.map(({ title }) => title)]),
    ).toEqual([
      ['app', 'L1'],
      ['db', 'L3', 'L2', 'L1'],
      ['own', 'L7'],
    ]);
    const one = await countStatements(OF_ASSETS.replace('first: 10, orderBy', 'first: 1, orderBy'));
    expect(await countStatements(OF_ASSETS)).toBe(one);
  });

  const OF_CUSTOMERS = `query ($representations: [_Any!]!) {
    _entities(representations: $representations) {
      ... on Customer { id upcomingChanges(first: 2) { totalCount nodes { expectedState change { title } } } }
    }
  }`;
  const customers = (...ids: string[]) => ({
    representations: ids.map((id) => ({ __typename: 'Customer', id })),
  });

  it('of customers are those that would reach them, also through assets they do not see', async () => {
    for (const caller of [testCallers.admin, testCallers.partner('par_1')] as Principal[]) {
      const { _entities } = await run<{ _entities: unknown[] }>(
        OF_CUSTOMERS,
        customers('cus_a', 'cus_b'),
        caller,
      );
      // db degrades app, softly: down makes the product degraded, degraded puts it at risk only.
      expect(_entities[0]).toEqual({
        id: 'cus_a',
        upcomingChanges: {
          totalCount: 2,
          nodes: [
            { expectedState: 'DEGRADED', change: { title: 'L2' } },
            { expectedState: 'DOWN', change: { title: 'L1' } },
          ],
        },
      });
      if (caller.roles.includes('partner')) expect(_entities[1]).toBeNull();
      else {
        expect(_entities[1]).toMatchObject({
          upcomingChanges: { totalCount: 1, nodes: [{ expectedState: 'DOWN', change: { title: 'L7' } }] },
        });
      }
    }
    await run(OF_CUSTOMERS, customers('cus_a'));
    const one = await countStatements(OF_CUSTOMERS, customers('cus_a'));
    expect(await countStatements(OF_CUSTOMERS, customers('cus_a', 'cus_b'))).toBe(one);
  });

  it('say what each would do, amid the others, with few statements for all', async () => {
    const WHAT_IF = `query ($first: Int!) { changes(first: $first, filter: { upcoming: true }) {
      nodes { title whatIf { asOf customerOutages assets(first: 5) { nodes { state asset { name } } } } } } }`;
    interface Answer {
      changes: {
        nodes: {
          title: string;
          whatIf: {
            customerOutages: { question: object; customers: { id: string }[] };
            assets: { nodes: { state: string; asset: { name: string } }[] };
          };
        }[];
      };
    }
    const { changes } = await run<Answer>(WHAT_IF, { first: 10 });
    expect(
      changes.nodes.map(({ title, whatIf }) => [
        title,
        whatIf.customerOutages.customers.map(({ id }) => id),
        whatIf.assets.nodes.map(({ state, asset }) => `${asset.name} ${state}`),
      ]),
    ).toEqual([
      ['L3', [], ['db DEGRADED', 'app AT_RISK']],
      ['L2', ['cus_a'], ['db DOWN', 'app DEGRADED']],
      ['L1', ['cus_a'], ['app DOWN', 'db DOWN']],
      ['L7', ['cus_b'], ['own DOWN']],
    ]);
    expect(changes.nodes[1]?.whatIf.customerOutages.question).toEqual({
      from: Date.parse('2026-03-15T00:00:00Z'),
      to: Date.parse('2026-03-15T02:00:00Z'),
      planned: true,
      noticeGivenAt: null,
      asOf: NOW.getTime(),
    });
    const one = await countStatements(WHAT_IF, { first: 1 });
    expect(await countStatements(WHAT_IF, { first: 10 })).toBe(one);
  });
});

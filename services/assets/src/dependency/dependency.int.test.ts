import { testCallers, testSubgraph } from '@plimsoll/shared/testing';
import { assetsDatabase, createAssetsSubgraph } from '../subgraph.js';

const { run, execute, test } = testSubgraph({ database: assetsDatabase, create: createAssetsSubgraph });

interface UserError {
  code: string;
  path: string[];
  message: string;
}
interface Payload {
  dependencies: { id: string; group: unknown; provider: { name: string } }[] | null;
  userErrors: UserError[];
}

const ids: Record<string, string> = {};

beforeAll(async () => {
  const names = ['front', 'a', 'b', 'c', 'd', 'e'];
  await run(`mutation ($rows: [JSON!]!) { importAssets(input: { rows: $rows }) { created } }`, {
    rows: names.map((name) => ({ external_id: name, name, kind: 'node' })),
  });
  const { assets } = await run<{ assets: { nodes: { id: string; name: string }[] } }>(
    `{ assets { nodes { id name } } }`,
  );
  for (const { id, name } of assets.nodes) ids[name] = id;
});

let key = 0;
async function add(
  consumer: string,
  providers: string[],
  input: Record<string, unknown> = {},
  caller = testCallers.admin,
): Promise<Payload> {
  const data = await run<{ addDependencies: Payload }>(
    `mutation ($input: AddDependenciesInput!) { addDependencies(input: $input) {
       dependencies { id group { name minUp memberCount } provider { name } } userErrors { code path message } } }`,
    {
      input: {
        idempotencyKey: `key-${(key += 1)}`,
        consumerId: ids[consumer] ?? consumer,
        providerIds: providers.map((name) => ids[name] ?? name),
        ...input,
      },
    },
    caller,
  );
  return data.addDependencies;
}

async function remove(dependencies: string[], caller = testCallers.admin): Promise<Payload> {
  const data = await run<{ removeDependencies: Payload }>(
    `mutation ($ids: [ID!]!) { removeDependencies(input: { ids: $ids }) {
       dependencies { id group { name minUp memberCount } provider { name } } userErrors { code path message } } }`,
    { ids: dependencies },
    caller,
  );
  return data.removeDependencies;
}

async function dependsOn(name: string): Promise<[string, string, string | null, number | null][]> {
  const { asset } = await run<{
    asset: {
      dependsOn: {
        nodes: {
          strength: string;
          group: { name: string; minUp: string | null; memberCount: number } | null;
          provider: { name: string };
        }[];
      };
    };
  }>(
    `query ($id: ID!) { asset(id: $id) { dependsOn(first: 100) { nodes { strength group { name minUp memberCount } provider { name } } } } }`,
    { id: ids[name] },
  );
  return asset.dependsOn.nodes.map(({ strength, group, provider }) => [
    provider.name,
    strength,
    group && `${group.name}:${group.minUp ?? 'all'}`,
    group && group.memberCount,
  ]);
}

describe('dependencies', () => {
  it('are added alone and in groups, and a group takes the terms given last', async () => {
    expect((await add('front', ['a'], { strength: 'SOFT' })).userErrors).toEqual([]);
    expect((await add('front', ['b', 'c'], { group: 'cluster', minUp: '2' })).userErrors).toEqual([]);
    expect((await add('front', ['d'], { group: 'cluster', minUp: '50%' })).dependencies).toMatchObject([
      { group: { name: 'cluster', minUp: '50%', memberCount: 3 }, provider: { name: 'd' } },
    ]);
    expect(await dependsOn('front')).toEqual([
      ['a', 'SOFT', null, null],
      ['b', 'HARD', 'cluster:50%', 3],
      ['c', 'HARD', 'cluster:50%', 3],
      ['d', 'HARD', 'cluster:50%', 3],
    ]);
    const { asset } = await run<{ asset: { dependents: unknown } }>(
      `query ($id: ID!) { asset(id: $id) { dependents { totalCount nodes { strength consumer { name } } } } }`,
      { id: ids['a'] },
    );
    expect(asset.dependents).toEqual({
      totalCount: 1,
      nodes: [{ strength: 'SOFT', consumer: { name: 'front' } }],
    });
  });

  it('may go round in a circle', async () => {
    expect((await add('a', ['front'])).userErrors).toEqual([]);
  });

  it('are refused where they make no sense, and nothing changes', async () => {
    const before = await dependsOn('front');
    const cases: [Promise<Payload>, string, string][] = [
      [add('front', ['front']), 'SELF_DEPENDENCY', 'providerIds'],
      [add('front', ['ast_none']), 'NOT_FOUND', 'providerIds'],
      [add('ast_none', ['a']), 'NOT_FOUND', 'consumerId'],
      [add('front', []), 'INVALID', 'providerIds'],
      [add('front', ['e'], { group: 'new', minUp: '2' }), 'MIN_UP_ABOVE_GROUP', 'minUp'],
      [add('front', ['e'], { group: 'new', minUp: '101%' }), 'MIN_UP_OUT_OF_RANGE', 'minUp'],
      [add('front', ['e'], { group: 'new', minUp: 'half' }), 'INVALID', 'minUp'],
      [add('front', ['e'], {}, testCallers.agent), 'NOT_FOUND', ''],
    ];
    for (const [asked, code, path] of cases) {
      const { dependencies, userErrors } = await asked;
      expect([dependencies, userErrors[0]?.code, userErrors[0]?.path.join()]).toEqual([null, code, path]);
    }
    expect(await dependsOn('front')).toEqual(before);
  });

  it('are added once for an idempotency key', async () => {
    const once = await add('e', ['a'], { idempotencyKey: 'once' });
    const again = await add('e', ['a'], { idempotencyKey: 'once' });
    expect(again.dependencies?.[0]?.id).toBe(once.dependencies?.[0]?.id);
    expect((await add('e', ['b'], { idempotencyKey: 'once' })).userErrors[0]?.code).toBe(
      'IDEMPOTENCY_MISMATCH',
    );
  });

  it('end where what is left of their group still holds, and come back with their history', async () => {
    const { dependencies } = await add('d', ['a', 'b'], { group: 'pair', minUp: '2' });
    const [first, second] = dependencies!.map((one) => one.id);
    const halved = await remove([first!]);
    expect([halved.dependencies, halved.userErrors[0]?.code]).toEqual([null, 'MIN_UP_ABOVE_GROUP']);
    expect((await remove([first!, 'dep_none'])).userErrors[0]?.code).toBe('NOT_FOUND');
    expect((await remove([first!], testCallers.executive)).userErrors[0]?.code).toBe('NOT_FOUND');
    expect(await dependsOn('d')).toHaveLength(2);
    expect(await remove([first!, second!])).toEqual({ dependencies: [], userErrors: [] });
    expect(await dependsOn('d')).toEqual([]);

    await add('d', ['a', 'b'], { group: 'pair', minUp: '1' });
    const { dependency } = await run<{ dependency: { version: number; history: { nodes: unknown[] } } }>(
      `query ($id: ID!) { dependency(id: $id) { version history { nodes { version fields { name before after } } } } }`,
      { id: first },
    );
    expect(dependency.version).toBe(3);
    expect(dependency.history.nodes[0]).toEqual({
      version: 3,
      fields: [
        { name: 'minUp', before: '2', after: '1' },
        { name: 'removed', before: true, after: false },
      ],
    });
  });
});

describe('rows of dependencies.csv', () => {
  const IMPORT = `mutation ($rows: [JSON!]!) { importDependencies(input: { rows: $rows }) {
    created updated unchanged rejected rejects { line column reason } } }`;
  const report = (rows: Record<string, string>[]) =>
    run<{ importDependencies: Record<string, unknown> & { rejects: { line: number; column: string }[] } }>(
      IMPORT,
      {
        rows: rows.map((row, index) => ({ ...row, _line: index + 2 })),
      },
    ).then((data) => data.importDependencies);

  it('are judged group by group, with what is on record', async () => {
    const good = [
      { consumer: 'b', provider: 'c', group: 'g', min_up: '2', strength: '' },
      { consumer: 'b', provider: 'd', group: 'g', min_up: '2', strength: '' },
      { consumer: 'b', provider: 'e', group: '', min_up: '', strength: 'SOFT' },
    ];
    expect(await report(good)).toMatchObject({ created: 3, rejected: 0 });
    expect(await report(good)).toMatchObject({ created: 0, updated: 0, unchanged: 3 });
    expect(await dependsOn('b')).toEqual([
      ['c', 'HARD', 'g:2', 2],
      ['d', 'HARD', 'g:2', 2],
      ['e', 'SOFT', null, null],
    ]);
    const mixed = await report([
      { consumer: 'b', provider: 'a', group: 'g', min_up: '3' },
      { consumer: 'c', provider: 'c' },
      { consumer: 'c', provider: 'ghost' },
      { consumer: 'c', provider: 'a', min_up: 'some' },
      { consumer: 'c', provider: 'a', group: 'h', min_up: '1' },
      { consumer: 'c', provider: 'b', group: 'h', min_up: '2' },
      { consumer: 'c', provider: 'd', group: 'i', min_up: '200%' },
      { consumer: 'c', provider: 'e' },
    ]);
    expect(mixed).toMatchObject({ created: 1, updated: 0, rejected: 7 });
    expect(mixed.rejects.map(({ line, column }) => [line, column])).toEqual([
      [2, 'group'],
      [3, 'provider'],
      [4, 'provider'],
      [5, 'min_up'],
      [6, 'group'],
      [7, 'group'],
      [8, 'min_up'],
    ]);
    expect(await dependsOn('c')).toEqual([['e', 'HARD', null, null]]);
    expect(await dependsOn('b')).toHaveLength(3);

    const restated = good.slice(0, 2).map((row) => ({ ...row, min_up: '1' }));
    expect(await report(restated)).toMatchObject({ updated: 2, rejected: 0 });
  });

  it('take the same few statements however many they are', async () => {
    const rows = Array.from({ length: 400 }, (_, index) => ({
      external_id: `n${index}`,
      name: `n${index}`,
      kind: 'node',
    }));
    await run(`mutation ($rows: [JSON!]!) { importAssets(input: { rows: $rows }) { created } }`, { rows });
    const links = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, index) => ({
        consumer: `n${from + index}`,
        provider: `n${from + index + 1}`,
      }));
    const counted = async (given: unknown[]) => {
      let count = 0;
      const end = test.database.onStatement(() => (count += 1));
      await run(IMPORT, { rows: given });
      end();
      return count;
    };
    await counted(links(0, 1));
    expect(await counted(links(10, 390))).toBe(await counted(links(2, 3)));
  });

  it('are refused for anyone but admin and operator', async () => {
    const { errors } = await execute(IMPORT, { rows: [] }, testCallers.agent);
    expect(errors?.[0]?.extensions['code']).toBe('NOT_FOUND');
  });
});

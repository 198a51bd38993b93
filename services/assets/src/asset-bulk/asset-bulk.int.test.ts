import { testCallers, testSubgraph } from '@plimsoll/shared/testing';
import { assetsDatabase, createAssetsSubgraph } from '../subgraph.js';

const { run, events, countStatements } = testSubgraph({
  database: assetsDatabase,
  create: createAssetsSubgraph,
});

interface Payload {
  assets: { id: string; version: number; status: string; tags: string[] }[] | null;
  results: { id: string; asset: { version: number } | null; userErrors: object[] }[] | null;
  userErrors: { code: string; path: string[] }[];
}
const UPDATE = `mutation ($input: UpdateAssetsInput!) { updateAssets(input: $input) {
  assets { id version status tags } results { id asset { version } userErrors { code path } } userErrors { code path } } }`;
const update = (input: object, caller = testCallers.operator) =>
  run<{ updateAssets: Payload }>(UPDATE, { input }, caller).then((data) => data.updateAssets);

let made = 0;
async function create(count: number, input: object = {}): Promise<string[]> {
  const rows = Array.from({ length: count }, () => ({
    external_id: `b${(made += 1)}`,
    name: `bulk ${made}`,
    kind: 'host',
    ...input,
  }));
  await run(`mutation ($rows: [JSON!]!) { importAssets(input: { rows: $rows }) { created } }`, { rows });
  const ids: string[] = [];
  for (const { external_id: externalId } of rows) {
    const { asset } = await run<{ asset: { id: string } }>(
      `query ($externalId: String!) { asset: assetByExternalId(source: "import", externalId: $externalId) { id } }`,
      { externalId },
    );
    ids.push(asset.id);
  }
  return ids;
}
const versioned = (ids: string[], version = 1) => ids.map((id) => ({ id, expectedVersion: version }));
const statusOf = async (id: string) =>
  (await run<{ asset: { status: string } }>(`query ($id: ID!) { asset(id: $id) { status } }`, { id })).asset
    .status;

beforeAll(async () => {
  await run(`mutation { createAssetKind(input: { idempotencyKey: "host", name: "host",
    attributes: [{ name: "cores", type: NUMBER }] }) { userErrors { code } } }`);
});

describe('a change of many assets', () => {
  it('is made on all or none, and names every fault', async () => {
    const [a, b] = await create(2, { tags: 'old' });
    const [planned] = await create(1, { status: 'PLANNED' });
    const refused = await update({
      assets: [...versioned([a!]), { id: b, expectedVersion: 4 }, ...versioned([planned!, 'ast_none'])],
      status: 'MAINTENANCE',
    });
    expect(refused.assets).toBeNull();
    expect(refused.userErrors).toEqual([
      { code: 'CONFLICT', path: ['assets', '1', 'expectedVersion'] },
      { code: 'INVALID_STATUS', path: ['assets', '2', 'status'] },
      { code: 'NOT_FOUND', path: ['assets', '3', 'id'] },
    ]);
    expect(refused.results?.map(({ asset, userErrors }) => [asset, userErrors.length])).toEqual([
      [null, 0],
      [null, 1],
      [null, 1],
      [null, 1],
    ]);
    expect(await statusOf(a!)).toBe('LIVE');
    const done = await update({
      assets: versioned([b!, a!]),
      status: 'MAINTENANCE',
      addTags: ['new'],
      removeTags: ['old'],
      attributes: { cores: 4 },
    });
    expect(done.assets).toEqual([
      { id: b, version: 2, status: 'MAINTENANCE', tags: ['new'] },
      { id: a, version: 2, status: 'MAINTENANCE', tags: ['new'] },
    ]);
    expect(done.userErrors).toEqual([]);
  });

  it('is made on each that can be, when asked for, and told of each once', async () => {
    const [a, b, c] = await create(3);
    await update({ assets: versioned([b!]), location: 'Oslo' });
    const before = (await events()).length;
    const { assets, results, userErrors } = await update({
      assets: versioned([a!, b!, c!]),
      mode: 'EACH',
      addTags: ['t'],
    });
    expect(assets?.map(({ id }) => id)).toEqual([a, c]);
    expect(results).toEqual([
      { id: a, asset: { version: 2 }, userErrors: [] },
      {
        id: b,
        asset: null,
        userErrors: [{ code: 'CONFLICT', path: ['assets', '1', 'expectedVersion'] }],
      },
      { id: c, asset: { version: 2 }, userErrors: [] },
    ]);
    expect(userErrors).toEqual([]);
    expect((await events()).slice(before).map(({ subject, type }) => [subject, type])).toEqual([
      [a, 'plimsoll.asset.updated.v1'],
      [c, 'plimsoll.asset.updated.v1'],
    ]);
    const again = await update({ assets: versioned([a!, c!], 2), addTags: ['t'] });
    expect(again.assets?.map(({ version }) => version)).toEqual([2, 2]);
    expect(await events()).toHaveLength(before + 2);
  });

  it('is refused as a whole for a fault of its own, and to those who may not', async () => {
    const [a] = await create(1);
    const faults: [object, string, string[]][] = [
      [{ assets: [] }, 'INVALID', ['assets']],
      [{ assets: versioned([a!, a!]) }, 'INVALID', ['assets']],
      [{ assets: versioned([a!]), kind: 'spaceship' }, 'NOT_FOUND', ['kind']],
      [{ assets: versioned([a!]), ownerId: 'per_none' }, 'NOT_FOUND', ['ownerId']],
      [{ assets: versioned([a!]), changeId: 'chg_none' }, 'NOT_FOUND', ['changeId']],
    ];
    for (const [input, code, path] of faults) {
      expect(await update(input)).toEqual({ assets: null, results: null, userErrors: [{ code, path }] });
    }
    for (const caller of [testCallers.agent, testCallers.partner('par_1'), testCallers.analyst]) {
      const { userErrors } = await update({ assets: versioned([a!]), status: 'RETIRED' }, caller);
      expect(userErrors).toEqual([{ code: 'NOT_FOUND', path: [] }]);
    }
    expect(await statusOf(a!)).toBe('LIVE');
    const manager = { subject: 'test-manager', roles: ['manager' as const] };
    expect((await update({ assets: versioned([a!]), status: 'RETIRED' }, manager)).userErrors).toEqual([]);
  });

  it('takes as many statements for a hundred assets as for one', async () => {
    const ids = await create(101);
    const input = (some: string[]) => ({ input: { assets: versioned(some), addTags: ['many'] } });
    const one = await countStatements(UPDATE, input(ids.slice(0, 1)));
    expect(await countStatements(UPDATE, input(ids.slice(1)))).toBe(one);
  });
});

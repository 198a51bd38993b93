import { testCallers, testSubgraph } from '@plimsoll/shared/testing';
import { assetsDatabase, createAssetsSubgraph } from '../subgraph.js';

const { run } = testSubgraph({ database: assetsDatabase, create: createAssetsSubgraph });

const FIELDS = `id version name kind status location tags attributes`;
interface Payload {
  asset: Record<string, unknown> | null;
  userErrors: { code: string; path: string[] }[];
}
const mutate = (mutation: string, input: object, caller = testCallers.operator) =>
  run<{ payload: Payload }>(
    `mutation ($input: ${mutation[0]!.toUpperCase()}${mutation.slice(1)}Input!) {
       payload: ${mutation}(input: $input) { asset { ${FIELDS} } userErrors { code path } } }`,
    { input },
    caller,
  ).then((data) => data.payload);

let made = 0;
async function create(input: object): Promise<string> {
  const { asset } = await mutate('createAsset', {
    idempotencyKey: `k${(made += 1)}`,
    kind: 'host',
    ...input,
  });
  return asset?.['id'] as string;
}

beforeAll(async () => {
  for (const name of ['host', 'rack']) {
    await run(
      `mutation ($name: String!) { createAssetKind(input: { idempotencyKey: $name, name: $name }) { userErrors { code } } }`,
      { name },
    );
  }
});

describe('an edit of an asset', () => {
  it('is undone: the asset is again what it was, as an edit of its own', async () => {
    const id = await create({ name: 'a', location: 'Rome', tags: ['x'], attributes: { cores: 4, os: 'b' } });
    await mutate('updateAsset', {
      id,
      expectedVersion: 1,
      name: 'b',
      location: null,
      attributes: { os: null },
    });
    await mutate('updateAsset', { id, expectedVersion: 2, kind: 'rack', tags: [], attributes: { u: 42 } });
    await mutate('updateAsset', { id, expectedVersion: 3, status: 'MAINTENANCE' });
    const reverted = await mutate('revertAsset', {
      id,
      expectedVersion: 4,
      toVersion: 1,
      reason: 'All wrong.',
    });
    expect(reverted).toEqual({
      asset: {
        id,
        version: 5,
        name: 'a',
        kind: 'host',
        status: 'LIVE',
        location: 'Rome',
        tags: ['x'],
        attributes: { cores: 4, os: 'b' },
      },
      userErrors: [],
    });
    const again = await mutate('revertAsset', { id, expectedVersion: 5, toVersion: 3, reason: 'No, right.' });
    expect(again.asset).toMatchObject({
      version: 6,
      name: 'b',
      kind: 'rack',
      status: 'LIVE',
      location: null,
      tags: [],
      attributes: { cores: 4, u: 42 },
    });
    const { asset } = await run<{ asset: { history: { nodes: object[] } } }>(
      `query ($id: ID!) { asset(id: $id) { history(first: 1) { nodes { reason fields { name } } } } }`,
      { id },
    );
    expect(asset.history.nodes).toEqual([
      {
        reason: 'No, right.',
        fields: ['name', 'kind', 'location', 'tags', 'attributes'].map((name) => ({ name })),
      },
    ]);
  });

  it('is undone even where life would not lead back, and only to a version there was', async () => {
    const id = await create({ name: 'p', status: 'PLANNED' });
    await mutate('updateAsset', { id, expectedVersion: 1, status: 'LIVE' });
    expect((await mutate('updateAsset', { id, expectedVersion: 2, status: 'PLANNED' })).userErrors).toEqual([
      { code: 'INVALID_STATUS', path: ['status'] },
    ]);
    for (const toVersion of [0, 2, 3, 2_147_483_647]) {
      const refused = await mutate('revertAsset', { id, expectedVersion: 2, toVersion, reason: 'r' });
      expect(refused.userErrors).toEqual([{ code: 'NOT_FOUND', path: ['toVersion'] }]);
    }
    const stale = await mutate('revertAsset', { id, expectedVersion: 1, toVersion: 1, reason: 'r' });
    expect(stale.userErrors[0]?.code).toBe('CONFLICT');
    const denied = { id, expectedVersion: 2, toVersion: 1, reason: 'r' };
    expect((await mutate('revertAsset', denied, testCallers.agent)).userErrors[0]?.code).toBe('NOT_FOUND');
    expect((await mutate('revertAsset', denied)).asset).toMatchObject({ status: 'PLANNED', version: 3 });
  });

  it('is not undone to what its kind no longer allows', async () => {
    const id = await create({ name: 'k', attributes: { cores: 'many' } });
    await mutate('updateAsset', { id, expectedVersion: 1, attributes: { cores: 8 } });
    const { assetKinds } = await run<{ assetKinds: { nodes: { id: string; version: number }[] } }>(
      `{ assetKinds(filter: { search: "host" }) { nodes { id version } } }`,
    );
    const [kind] = assetKinds.nodes;
    await run(
      `mutation ($input: UpdateAssetKindInput!) { updateAssetKind(input: $input) { userErrors { code } } }`,
      {
        input: {
          id: kind?.id,
          expectedVersion: kind?.version,
          attributes: [{ name: 'cores', type: 'NUMBER' }],
        },
      },
    );
    const refused = await mutate('revertAsset', { id, expectedVersion: 2, toVersion: 1, reason: 'r' });
    expect(refused).toEqual({
      asset: null,
      userErrors: [{ code: 'INVALID', path: ['attributes', 'cores'] }],
    });
  });
});

describe('a retired asset', () => {
  it('comes back with a reason alone', async () => {
    const id = await create({ name: 'r' });
    await mutate('retireAsset', { id, expectedVersion: 1 });
    expect((await mutate('updateAsset', { id, expectedVersion: 2, status: 'LIVE' })).userErrors).toEqual([
      { code: 'INVALID_STATUS', path: ['status'] },
    ]);
    expect((await mutate('reviveAsset', { id, expectedVersion: 2, reason: ' ' })).userErrors).toEqual([
      { code: 'INVALID', path: ['reason'] },
    ]);
    const revived = await mutate('reviveAsset', { id, expectedVersion: 2, reason: 'Needed again.' });
    expect(revived.asset).toMatchObject({ status: 'LIVE', version: 3 });
    expect((await mutate('reviveAsset', { id, expectedVersion: 3, reason: 'r' })).userErrors).toEqual([
      { code: 'INVALID_STATUS', path: ['id'] },
    ]);
  });

  it('comes back when a file names it again, and never becomes planned from live', async () => {
    const load = (status: string) =>
      run<{ importAssets: { updated: number; rejects: object[] } }>(
        `mutation ($rows: [JSON!]!) { importAssets(input: { rows: $rows }) { updated rejects { column reason } } }`,
        { rows: [{ external_id: 'f', name: 'f', kind: 'host', status }] },
      ).then((data) => data.importAssets);
    await load('LIVE');
    expect(await load('PLANNED')).toEqual({
      updated: 0,
      rejects: [{ column: 'status', reason: 'This asset is LIVE and cannot become PLANNED.' }],
    });
    expect((await load('RETIRED')).updated).toBe(1);
    expect((await load('MAINTENANCE')).updated).toBe(1);
    const { asset } = await run<{ asset: { history: { nodes: object[] } } }>(
      `{ asset: assetByExternalId(source: "import", externalId: "f") { history(first: 2) { nodes { version reason } } } }`,
    );
    expect(asset.history.nodes).toEqual([
      { version: 3, reason: 'It is named again by import.' },
      { version: 2, reason: null },
    ]);
  });
});

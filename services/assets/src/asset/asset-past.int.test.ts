import { testSubgraph } from '@plimsoll/shared/testing';
import { assetsDatabase } from '../database/index.js';
import { createAssetsSubgraph } from '../subgraph.js';

const { run, load, events } = testSubgraph({ database: assetsDatabase, create: createAssetsSubgraph });

const row = (at: string | undefined, values: Record<string, string>) => ({
  external_id: 'app',
  name: 'app',
  kind: 'service',
  ...(at === undefined ? {} : { at }),
  ...values,
});

interface Shown {
  assetByExternalId: {
    version: number;
    status: string;
    location: string | null;
    attributes: Record<string, unknown>;
    history: { nodes: { version: number; at: string; fields: { name: string; after: unknown }[] }[] };
  };
}
const show = async (externalId: string) =>
  (
    await run<Shown>(
      `query ($id: String!) { assetByExternalId(source: "import", externalId: $id) {
         version status location attributes history { nodes { version at fields { name after } } } } }`,
      { id: externalId },
    )
  ).assetByExternalId;

describe('rows of assets that say since when', () => {
  it('become history with their own instants, several of one asset in a batch in any order', async () => {
    const report = await load('Assets', [
      row('2025-03-01T00:00:00Z', { release: '2.0' }),
      row('2025-01-01T00:00:00Z', { release: '1.0', location: 'Ulm' }),
      row('2025-05-01T00:00:00+02:00', { status: 'RETIRED' }),
    ]);
    expect(report).toEqual({ created: 1, updated: 2, unchanged: 0, rejects: [] });
    const asset = await show('app');
    expect(asset).toMatchObject({
      version: 3,
      status: 'RETIRED',
      location: 'Ulm',
      attributes: { release: '2.0' },
    });
    expect(asset.history.nodes.map(({ version, at }) => [version, at])).toEqual([
      [3, '2025-04-30T22:00:00.000Z'],
      [2, '2025-03-01T00:00:00.000Z'],
      [1, '2025-01-01T00:00:00.000Z'],
    ]);
    expect(asset.history.nodes[1]?.fields).toEqual([{ name: 'attributes', after: { release: '2.0' } }]);
    const told = (await events()).filter(({ type }) => type.startsWith('plimsoll.asset.'));
    expect(told.map(({ type, version, data }) => [type, version, data['status']])).toEqual([
      ['plimsoll.asset.created.v1', 3, 'RETIRED'],
    ]);
  });

  it('change nothing the second time', async () => {
    const report = await load('Assets', [
      row('2025-01-01T00:00:00Z', { release: '1.0', location: 'Ulm' }),
      row('2025-03-01T00:00:00Z', { release: '2.0' }),
      row('2025-05-01T00:00:00+02:00', { status: 'RETIRED' }),
    ]);
    expect(report).toEqual({ created: 0, updated: 0, unchanged: 3, rejects: [] });
    expect((await show('app')).version).toBe(3);
  });

  it('fill gaps of the past without undoing what came later', async () => {
    const report = await load('Assets', [row('2025-02-01T00:00:00Z', { release: '1.5', location: 'Bonn' })]);
    expect(report).toMatchObject({ updated: 1, unchanged: 0 });
    // Nothing later says where it stands; a later change says which release it has.
    expect(await show('app')).toMatchObject({
      version: 4,
      status: 'RETIRED',
      location: 'Bonn',
      attributes: { release: '2.0' },
    });
  });

  it('tell what was before an asset was recorded, which stays as it was recorded', async () => {
    await load('Assets', [{ external_id: 'late', name: 'late', kind: 'service' }]);
    const report = await load('Assets', [
      { external_id: 'late', name: 'early', kind: 'service', location: 'Ulm', at: '2024-01-01T00:00:00Z' },
    ]);
    expect(report).toEqual({ created: 0, updated: 1, unchanged: 0, rejects: [] });
    expect(await show('late')).toMatchObject({ version: 2, status: 'LIVE', location: null });
  });

  it('are refused alone where they lie in the future or are no instant', async () => {
    const report = await load('Assets', [
      row('2999-01-01T00:00:00Z', { release: '9' }),
      row('yesterday', { release: '9' }),
      row(undefined, { release: '3.0', status: 'LIVE' }),
    ]);
    expect(report).toMatchObject({
      updated: 1,
      rejects: [
        { line: 1, column: 'at', reason: '`at` lies in the future.' },
        { line: 2, column: 'at' },
      ],
    });
    expect(await show('app')).toMatchObject({ version: 5, status: 'LIVE', attributes: { release: '3.0' } });
  });

  it('are refused by the column at fault, also where that is within an attribute', async () => {
    await run(
      `mutation ($schema: JSON!) { createAssetKind(input: { idempotencyKey: "vm", name: "vm", attributeSchema: $schema }) {
         userErrors { message } } }`,
      {
        schema: {
          type: 'object',
          properties: { net: { type: 'object', properties: { vlan: { type: 'integer' } } } },
        },
      },
    );
    const told = { external_id: 'vm', name: 'vm', kind: 'vm', net: '{"vlan": "x"}' };
    for (const rows of [[told], [{ ...told, at: '2025-01-01T00:00:00Z' }]]) {
      expect((await load('Assets', rows)).rejects).toMatchObject([{ line: 1, column: 'net' }]);
    }
  });

  it('hold until a later change, which says all attributes', async () => {
    const vm = (at: string, values: Record<string, string>) => ({
      ...row(at, values),
      external_id: 'gaps',
    });
    await load('Assets', [
      vm('2025-01-01T00:00:00Z', { release: '1' }),
      vm('2025-03-01T00:00:00Z', { release: '2' }),
    ]);
    await load('Assets', [vm('2025-02-01T00:00:00Z', { tier: 'gold', location: 'Ulm' })]);
    const at = (instant: string) =>
      run<{ assetsAt: { nodes: { externalId: string; attributes: object }[] } }>(
        `{ assetsAt(at: "${instant}", first: 100) { nodes { externalId attributes } } }`,
      ).then(({ assetsAt }) => assetsAt.nodes.find(({ externalId }) => externalId === 'gaps')?.attributes);
    expect(await at('2025-02-01T00:00:00Z')).toEqual({ release: '1', tier: 'gold' });
    expect(await show('gaps')).toMatchObject({ location: 'Ulm', attributes: { release: '2' } });
  });

  it('are refused of an asset that was merged into another one', async () => {
    const asset = (external_id: string) => ({ external_id, name: 'twin', kind: 'service' });
    await load('Assets', [asset('one'), asset('two')]);
    const { one, two } = await run<Record<'one' | 'two', { id: string }>>(
      `{ one: assetByExternalId(source: "import", externalId: "one") { id }
         two: assetByExternalId(source: "import", externalId: "two") { id } }`,
    );
    const { mergeAssets } = await run<{ mergeAssets: { userErrors: unknown[] } }>(
      `mutation { mergeAssets(input: { reason: "twins", into: { id: "${one.id}", expectedVersion: 1 },
         duplicates: [{ id: "${two.id}", expectedVersion: 1 }] }) { userErrors { message } } }`,
    );
    expect(mergeAssets.userErrors).toEqual([]);
    const report = await load('Assets', [{ ...asset('two'), at: '2024-01-01T00:00:00Z', location: 'Ulm' }]);
    expect(report).toEqual({
      created: 0,
      updated: 0,
      unchanged: 0,
      rejects: [
        {
          line: 1,
          column: 'external_id',
          reason: `It was merged into the asset ${one.id}, which has a past of its own.`,
        },
      ],
    });
  });
});

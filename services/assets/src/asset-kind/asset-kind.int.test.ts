import { testCallers, testSubgraph } from '@plimsoll/shared/testing';
import { assetsDatabase, createAssetsSubgraph } from '../subgraph.js';

const { run } = testSubgraph({ database: assetsDatabase, create: createAssetsSubgraph });

interface Payload {
  assetKind: { id: string; version: number; name: string; attributes: object[] | null } | null;
  userErrors: { code: string; path: string[] }[];
}
const FIELDS = `assetKind { id version name attributes { name type required } } userErrors { code path }`;

const create = (input: object, caller = testCallers.admin) =>
  run<{ createAssetKind: Payload }>(
    `mutation ($input: CreateAssetKindInput!) { createAssetKind(input: $input) { ${FIELDS} } }`,
    { input },
    caller,
  ).then((data) => data.createAssetKind);

const update = (input: object, caller = testCallers.admin) =>
  run<{ updateAssetKind: Payload }>(
    `mutation ($input: UpdateAssetKindInput!) { updateAssetKind(input: $input) { ${FIELDS} } }`,
    { input },
    caller,
  ).then((data) => data.updateAssetKind);

describe('a kind of asset', () => {
  it('is made, changed and listed, and its name is given once', async () => {
    const { assetKind } = await create({
      idempotencyKey: '1',
      name: 'router',
      attributes: [{ name: 'ports', type: 'NUMBER' }],
    });
    expect(assetKind).toMatchObject({
      version: 1,
      name: 'router',
      attributes: [{ name: 'ports', type: 'NUMBER', required: false }],
    });
    expect((await create({ idempotencyKey: '2', name: 'router' })).userErrors).toEqual([
      { code: 'DUPLICATE', path: ['name'] },
    ]);
    const { id } = assetKind!;
    expect((await update({ id, expectedVersion: 1, attributes: null })).assetKind).toMatchObject({
      version: 2,
      attributes: null,
    });
    expect((await update({ id, expectedVersion: 1, description: 'x' })).userErrors[0]?.code).toBe('CONFLICT');
    expect(
      (await update({ id, expectedVersion: 2, description: 'x' }, testCallers.agent)).userErrors[0]?.code,
    ).toBe('NOT_FOUND');
    const list = `{ assetKinds(filter: { search: "ROUT" }) { totalCount nodes { name history { totalCount } } } }`;
    expect(await run(list)).toEqual({
      assetKinds: { totalCount: 1, nodes: [{ name: 'router', history: { totalCount: 2 } }] },
    });
    expect(await run(list, {}, testCallers.analyst)).toEqual({ assetKinds: { totalCount: 0, nodes: [] } });
  });

  it('is made by an import that names it', async () => {
    const rows = [{ external_id: 'p', name: 'p', kind: 'printer' }];
    await run(`mutation ($rows: [JSON!]!) { importAssets(input: { rows: $rows }) { created } }`, { rows });
    expect(
      await run(`{ assetKinds(filter: { search: "printer" }) { nodes { name attributes { name } } } }`),
    ).toEqual({
      assetKinds: { nodes: [{ name: 'printer', attributes: null }] },
    });
  });
});

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

  it('states attributes by a schema, which assets are then held to', async () => {
    const attributeSchema = {
      type: 'object',
      properties: { disks: { type: 'array', items: { type: 'number', minimum: 1 } }, zone: { enum: ['a'] } },
      required: ['zone'],
    };
    const { assetKind } = await create({ idempotencyKey: '3', name: 'store', attributeSchema });
    const QUERY = `query ($id: ID!) { assetKind(id: $id) { attributeSchema attributes { name }
      history { totalCount } } }`;
    expect(await run(QUERY, { id: assetKind?.id })).toEqual({
      assetKind: {
        attributeSchema,
        attributes: [],
        history: { totalCount: 1 },
      },
    });
    const asset = (key: string, attributes: object) =>
      run<{ createAsset: { asset: { attributes: object } | null; userErrors: object[] } }>(
        `mutation ($input: CreateAssetInput!) {
           createAsset(input: $input) { asset { attributes } userErrors { code message path } } }`,
        { input: { idempotencyKey: key, name: 's', kind: 'store', attributes } },
      ).then((data) => data.createAsset);
    expect(await asset('a', { zone: 'a', disks: '500; 250' })).toEqual({
      asset: { attributes: { zone: 'a', disks: [500, 250] } },
      userErrors: [],
    });
    expect(await asset('b', { disks: [5, 0] })).toEqual({
      asset: null,
      userErrors: [
        {
          code: 'INVALID',
          message:
            'The kind store requires the attribute zone. The kind store says that the attribute disks.1 must be >= 1; it is 0.',
          path: ['attributes', 'zone'],
        },
      ],
    });
    expect(
      (await create({ idempotencyKey: '4', name: 'x', attributes: [], attributeSchema })).userErrors,
    ).toEqual([{ code: 'INVALID', path: ['attributeSchema'] }]);
    const broken = { type: 'object', properties: { a: { type: 'text' } } };
    expect((await create({ idempotencyKey: '5', name: 'x', attributeSchema: broken })).userErrors).toEqual([
      { code: 'INVALID', path: ['attributeSchema'] },
    ]);
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

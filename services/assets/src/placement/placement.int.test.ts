import { testCallers, testSubgraph } from '@plimsoll/shared/testing';
import type { BusEvent } from '@plimsoll/shared';
import { accountProjection } from '../account/index.js';
import { assetsDatabase, createAssetsSubgraph } from '../subgraph.js';

const { run, test } = testSubgraph({ database: assetsDatabase, create: createAssetsSubgraph });

interface Payload {
  placement: { id: string; version: number } | null;
  userErrors: { code: string; path: string[] }[];
}

let asset = '';

beforeAll(async () => {
  const copies: Record<string, object> = {
    product: { id: 'prd_1', name: 'P' },
    pod: { id: 'pod_1', name: 'P' },
    customer: { id: 'cus_1', name: 'C', timeZone: 'UTC' },
  };
  await test.database.transaction({ kind: 'SYSTEM' }, async (tx) => {
    for (const [noun, data] of Object.entries(copies)) {
      const { id: subject } = data as { id: string };
      const type = `plimsoll.${noun}.created.v1`;
      const event: BusEvent = {
        id: `evt_${noun}`,
        producer: 'entitlements',
        position: 1,
        time: '2026-03-01T00:00:00.000Z',
        type,
        subject,
        version: 1,
        data: { externalId: noun, source: 'import', ...data },
      };
      await accountProjection.handlers[type]?.(tx, [event]);
    }
  });
  const { importAssets } = await run<{ importAssets: { created: number } }>(
    `mutation { importAssets(input: { rows: [{ external_id: "svc", name: "svc", kind: "service" }] }) { created } }`,
  );
  expect(importAssets.created).toBe(1);
  const found = await run<{ assetByExternalId: { id: string } }>(
    `{ assetByExternalId(source: "import", externalId: "svc") { id } }`,
  );
  asset = found.assetByExternalId.id;
});

async function place(input: object, caller = testCallers.operator): Promise<Payload> {
  const data = await run<{ placeAsset: Payload }>(
    `mutation ($input: PlaceAssetInput!) { placeAsset(input: $input) { placement { id version } userErrors { code path } } }`,
    { input: { assetId: asset, ...input } },
    caller,
  );
  return data.placeAsset;
}

async function placements(): Promise<unknown[]> {
  const { asset: found } = await run<{ asset: { placements: { nodes: unknown[] } } }>(
    `query ($id: ID!) { asset(id: $id) { placements { nodes { product { id } pod { id } customer { id } } } } }`,
    { id: asset },
  );
  return found.placements.nodes;
}

describe('a placement', () => {
  it('is made once, ends under its version, and comes back with its history', async () => {
    const made = await place({ idempotencyKey: '1', productId: 'prd_1', podId: 'pod_1' });
    expect(made.userErrors).toEqual([]);
    const again = await place({ idempotencyKey: '2', productId: 'prd_1', podId: 'pod_1' });
    expect(again.placement).toEqual(made.placement);
    expect(await placements()).toEqual([{ product: { id: 'prd_1' }, pod: { id: 'pod_1' }, customer: null }]);

    const remove = (expectedVersion: number, caller = testCallers.operator) =>
      run<{ removePlacement: Payload }>(
        `mutation ($id: ID!, $expectedVersion: Int!) { removePlacement(input: { id: $id, expectedVersion: $expectedVersion }) { placement { id } userErrors { code path } } }`,
        { id: made.placement?.id, expectedVersion },
        caller,
      ).then((data) => data.removePlacement.userErrors[0]?.code ?? null);
    expect(await remove(2)).toBe('CONFLICT');
    expect(await remove(1, testCallers.agent)).toBe('NOT_FOUND');
    expect(await placements()).toHaveLength(1);
    expect(await remove(1)).toBeNull();
    expect(await remove(1)).toBe('NOT_FOUND');
    expect(await placements()).toEqual([]);
    const back = await place({ idempotencyKey: '3', productId: 'prd_1', podId: 'pod_1' });
    expect(back.placement).toEqual({ id: made.placement?.id, version: 3 });
  });

  it('is refused without anything to match, or with what is not there', async () => {
    const faults: [object, string, string[]][] = [
      [{}, 'INVALID', ['productId']],
      [{ productId: 'prd_none' }, 'NOT_FOUND', ['productId']],
      [{ customerId: 'cus_none' }, 'NOT_FOUND', ['customerId']],
      [{ assetId: 'ast_none', podId: 'pod_1' }, 'NOT_FOUND', ['assetId']],
    ];
    for (const [input, code, path] of faults) {
      const { placement, userErrors } = await place({ idempotencyKey: JSON.stringify(input), ...input });
      expect([placement, userErrors[0]]).toEqual([null, { code, path }]);
    }
  });
});

it('rows of placements.csv make placements and leave those on record', async () => {
  const rows = [
    { asset: 'svc', customer: 'customer', _line: 2 },
    { asset: 'svc', product: 'product', pod: 'pod', _line: 3 },
    { asset: 'svc', _line: 4 },
    { asset: 'ghost', product: 'product', _line: 5 },
    { asset: 'svc', product: 'later', _line: 6 },
  ];
  const report = () =>
    run<{ importPlacements: unknown }>(
      `mutation ($rows: [JSON!]!) { importPlacements(input: { rows: $rows }) { created unchanged rejected rejects { line reason } } }`,
      { rows },
    ).then((data) => data.importPlacements);
  const rejects = [
    { line: 4, reason: 'A placement names at least one of product, pod and customer.' },
    { line: 5, reason: 'There is no asset "ghost" in source "import".' },
    {
      line: 6,
      reason:
        'There is no product "later" in source "import". If it was made just now, it has not arrived here yet: import again.',
    },
  ];
  expect(await report()).toEqual({ created: 1, unchanged: 1, rejected: 3, rejects });
  expect(await report()).toEqual({ created: 0, unchanged: 2, rejected: 3, rejects });
});

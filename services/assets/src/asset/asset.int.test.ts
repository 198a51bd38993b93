import { testCallers, testSubgraph } from '@plimsoll/shared/testing';
import type { BusEvent } from '@plimsoll/shared';
import { accountProjection } from '../account/index.js';
import { assetsDatabase, createAssetsSubgraph } from '../subgraph.js';

const { run, execute, events, countStatements, test } = testSubgraph({
  database: assetsDatabase,
  create: createAssetsSubgraph,
});

interface UserErrors {
  userErrors: { code: string; message: string; path: string[] }[];
}
interface AssetPayload extends UserErrors {
  asset: Record<string, unknown> | null;
}

const FIELDS = `id version name kind status location addresses make criticality tags attributes
  owner { id } product { id } pod { id }`;
const CREATE = `mutation ($input: CreateAssetInput!) { createAsset(input: $input) {
  asset { ${FIELDS} } userErrors { code message path } } }`;
const UPDATE = `mutation ($input: UpdateAssetInput!) { updateAsset(input: $input) {
  asset { ${FIELDS} } userErrors { code message path } } }`;
const IMPORT = `mutation ($rows: [JSON!]!) { importAssets(input: { rows: $rows }) {
  read created updated unchanged rejected rejects { line column reason } } }`;

let key = 0;
async function create(input: Record<string, unknown>, caller = testCallers.admin): Promise<AssetPayload> {
  const data = await run<{ createAsset: AssetPayload }>(
    CREATE,
    { input: { idempotencyKey: `key-${(key += 1)}`, kind: 'host', ...input } },
    caller,
  );
  return data.createAsset;
}

async function tell(noun: string, records: Record<string, unknown>[], version = 1): Promise<void> {
  const type = `plimsoll.${noun}.created.v1`;
  const told = records.map((data, index): BusEvent => ({
    id: `evt_${noun}_${index}`,
    producer: 'entitlements',
    position: index + 1,
    time: '2026-03-01T00:00:00.000Z',
    type,
    subject: String(data['id']),
    version,
    data: { externalId: data['id'], source: 'import', ...data },
  }));
  await test.database.transaction({ kind: 'SYSTEM' }, async (tx) => {
    await accountProjection.handlers[type]?.(tx, told);
  });
}

beforeAll(async () => {
  await tell('person', [{ id: 'per_ann' }]);
  await tell('product', [{ id: 'prd_mail', name: 'Mail' }]);
  await tell('pod', [{ id: 'pod_eu', name: 'EU 1' }]);
  await tell('customer', [
    { id: 'cus_a', name: 'A', partnerId: 'par_1', timeZone: 'UTC' },
    { id: 'cus_b', name: 'B', partnerId: null, timeZone: 'UTC' },
  ]);
  await tell('subscription', [
    {
      id: 'sub_a',
      customerId: 'cus_a',
      productId: 'prd_mail',
      podId: 'pod_eu',
      startedOn: '2024-01-01',
      endedOn: null,
    },
  ]);
  const { createAssetKind } = await run<{ createAssetKind: UserErrors }>(
    `mutation { createAssetKind(input: { idempotencyKey: "host", name: "host", attributes: [
       { name: "cores", type: NUMBER }, { name: "rack", type: TEXT, required: true } ] }) { userErrors { message } } }`,
  );
  expect(createAssetKind.userErrors).toEqual([]);
});

describe('an asset', () => {
  it('is created with what is given, its attributes in the types of its kind', async () => {
    const { asset, userErrors } = await create({
      name: ' db-1 ',
      ownerId: 'per_ann',
      location: 'Berlin',
      addresses: ['10.0.0.2', '10.0.0.1', '10.0.0.2'],
      make: 'ACME 5',
      criticality: 'high',
      productId: 'prd_mail',
      podId: 'pod_eu',
      tags: ['prod', 'db'],
      attributes: { cores: '8', rack: 'R1', note: 'kept as it is' },
    });
    expect(userErrors).toEqual([]);
    expect(asset).toEqual({
      id: expect.stringMatching(/^ast_[0-9a-z]{26}$/) as string,
      version: 1,
      name: 'db-1',
      kind: 'host',
      status: 'LIVE',
      location: 'Berlin',
      addresses: ['10.0.0.1', '10.0.0.2'],
      make: 'ACME 5',
      criticality: 'high',
      tags: ['db', 'prod'],
      attributes: { cores: 8, rack: 'R1', note: 'kept as it is' },
      owner: { id: 'per_ann' },
      product: { id: 'prd_mail' },
      pod: { id: 'pod_eu' },
    });
    const told = (await events()).filter((event) => event.subject === asset?.['id']);
    expect(told.map(({ type, version, data }) => ({ type, version, data }))).toEqual([
      {
        type: 'plimsoll.asset.created.v1',
        version: 1,
        data: {
          id: asset?.['id'],
          externalId: null,
          source: null,
          name: 'db-1',
          kind: 'host',
          status: 'LIVE',
        },
      },
    ]);
  });

  it('is refused with the field at fault', async () => {
    const faults: [Record<string, unknown>, string, string[]][] = [
      [{ name: '  ' }, 'INVALID', ['name']],
      [{ name: 'x', kind: 'spaceship' }, 'NOT_FOUND', ['kind']],
      [{ name: 'x', ownerId: 'per_nobody' }, 'NOT_FOUND', ['ownerId']],
      [{ name: 'x', podId: 'pod_none' }, 'NOT_FOUND', ['podId']],
      [{ name: 'x', attributes: { cores: 1 } }, 'INVALID', ['attributes', 'rack']],
      [{ name: 'x', attributes: { rack: 'R', cores: 'many' } }, 'INVALID', ['attributes', 'cores']],
      [{ name: 'x', attributes: ['rack'] }, 'INVALID', ['attributes']],
      [{ name: 'x', attributes: { rack: 'R' }, changeId: 'chg_none' }, 'NOT_FOUND', ['changeId']],
      [{ name: 'x', attributes: { rack: 'R' }, tags: [''] }, 'INVALID', ['tags']],
    ];
    for (const [input, code, path] of faults) {
      const { asset, userErrors } = await create(input);
      expect([asset, userErrors[0]?.code, userErrors[0]?.path]).toEqual([null, code, path]);
    }
  });

  it('is created once for an idempotency key, and another body is refused', async () => {
    const input = { idempotencyKey: 'once', name: 'once', attributes: { rack: 'R' } };
    const first = await create(input);
    const again = await create(input);
    expect(again.asset?.['id']).toBe(first.asset?.['id']);
    const other = await create({ ...input, name: 'twice' });
    expect([other.asset, other.userErrors[0]?.code]).toEqual([null, 'IDEMPOTENCY_MISMATCH']);
  });

  it('changes under its version, keeps what is left out, and remembers who did what', async () => {
    const { asset } = await create({ name: 'web-1', location: 'Rome', attributes: { rack: 'R1', os: 'x' } });
    const id = asset?.['id'];
    const update = (input: Record<string, unknown>, caller = testCallers.admin) =>
      run<{ updateAsset: AssetPayload }>(UPDATE, { input: { id, ...input } }, caller).then(
        (data) => data.updateAsset,
      );
    const changed = await update({ expectedVersion: 1, location: null, attributes: { os: null, cores: 4 } });
    expect(changed.userErrors).toEqual([]);
    expect(changed.asset).toMatchObject({
      version: 2,
      name: 'web-1',
      location: null,
      attributes: { rack: 'R1', cores: 4 },
    });
    const stale = await update({ expectedVersion: 1, name: 'other' });
    expect([stale.asset, stale.userErrors[0]?.code]).toEqual([null, 'CONFLICT']);
    const denied = await update({ expectedVersion: 2, name: 'other' }, testCallers.agent);
    expect([denied.asset, denied.userErrors[0]?.code]).toEqual([null, 'NOT_FOUND']);

    const { retireAsset } = await run<{ retireAsset: AssetPayload }>(
      `mutation ($id: ID!) { retireAsset(input: { id: $id, expectedVersion: 2 }) { asset { status version } userErrors { code } } }`,
      { id },
      testCallers.operator,
    );
    expect(retireAsset.asset).toEqual({ status: 'RETIRED', version: 3 });

    const { asset: kept } = await run<{ asset: { name: string; history: unknown } }>(
      `query ($id: ID!) { asset(id: $id) { name history(first: 2) { totalCount nodes { version actor { id } change { id } fields { name before after } } } } }`,
      { id },
    );
    expect(kept).toEqual({
      name: 'web-1',
      history: {
        totalCount: 3,
        nodes: [
          {
            version: 3,
            actor: null,
            change: null,
            fields: [{ name: 'status', before: 'LIVE', after: 'RETIRED' }],
          },
          {
            version: 2,
            actor: null,
            change: null,
            fields: [
              { name: 'location', before: 'Rome', after: null },
              { name: 'attributes', before: { rack: 'R1', os: 'x' }, after: { rack: 'R1', cores: 4 } },
            ],
          },
        ],
      },
    });
  });

  it('remembers the change that each edit was part of, and why', async () => {
    const old = (await create({ name: 'old', attributes: { rack: 'R' } })).asset?.['id'];
    const { draftChange } = await run<{ draftChange: { change: { id: string } } }>(
      `mutation ($id: ID!) { draftChange(input: { idempotencyKey: "d", title: "Rack swap", assetIds: [$id],
         window: { from: "2026-03-02T10:00:00Z", to: "2026-03-02T11:00:00Z" } }) { change { id } } }`,
      { id: old },
    );
    const changeId = draftChange.change.id;
    const made = await create({ name: 'swapped', attributes: { rack: 'R' }, changeId, reason: 'New rack.' });
    const id = made.asset?.['id'];
    await run(UPDATE, { input: { id, expectedVersion: 1, location: 'Oslo', changeId, reason: ' Moved. ' } });
    await run(UPDATE, { input: { id, expectedVersion: 2, location: 'Bergen' } });
    const { asset } = await run<{ asset: { history: { nodes: unknown[] } } }>(
      `query ($id: ID!) { asset(id: $id) { history { nodes { version reason change { id title } } } } }`,
      { id },
    );
    expect(asset.history.nodes).toEqual([
      { version: 3, reason: null, change: null },
      { version: 2, reason: 'Moved.', change: { id: changeId, title: 'Rack swap' } },
      { version: 1, reason: 'New rack.', change: { id: changeId, title: 'Rack swap' } },
    ]);
  });

  it('changes with many others, all or none', async () => {
    const ids: unknown[] = [];
    for (const name of ['bulk-1', 'bulk-2']) {
      ids.push((await create({ name, tags: ['old'], attributes: { rack: 'R' } })).asset?.['id']);
    }
    const many = (versions: number[]) =>
      run<{ updateAssets: UserErrors & { assets: unknown } }>(
        `mutation ($input: UpdateAssetsInput!) { updateAssets(input: $input) { assets { name version status tags } userErrors { code path } } }`,
        {
          input: {
            assets: ids.map((id, index) => ({ id, expectedVersion: versions[index] })),
            status: 'MAINTENANCE',
            addTags: ['new'],
            removeTags: ['old'],
          },
        },
      ).then((data) => data.updateAssets);
    expect(await many([1, 7])).toEqual({
      assets: null,
      userErrors: [{ code: 'CONFLICT', path: ['assets', '1', 'expectedVersion'] }],
    });
    expect(await many([1, 1])).toEqual({
      assets: [
        { name: 'bulk-1', version: 2, status: 'MAINTENANCE', tags: ['new'] },
        { name: 'bulk-2', version: 2, status: 'MAINTENANCE', tags: ['new'] },
      ],
      userErrors: [],
    });
  });
});

describe('rows of assets.csv', () => {
  const row = (line: number, columns: Record<string, string>) => ({ _line: line, kind: 'cache', ...columns });
  const report = (rows: unknown[], caller = testCallers.operator) =>
    run<{ importAssets: Record<string, unknown> }>(IMPORT, { rows }, caller).then(
      (data) => data.importAssets,
    );

  it('make, change and leave assets, and one bad row spoils only itself', async () => {
    const rows = [
      row(2, {
        external_id: 'c1',
        name: 'Cache 1',
        owner: 'per_ann',
        ip: '10.1.1.2;10.1.1.1',
        engine: 'redis',
      }),
      row(3, { external_id: 'c2', name: 'Cache 2', owner: 'per_ghost' }),
      row(4, { external_id: 'c3', name: 'Cache 3', status: 'broken' }),
      row(5, { external_id: '', name: 'Cache 4' }),
      row(6, { external_id: 'c5', name: 'Rack-less', kind: 'host' }),
      row(7, {
        external_id: 'c6',
        name: 'Host 6',
        kind: 'host',
        rack: 'R9',
        cores: '16',
        product: 'prd_mail',
      }),
    ];
    expect(await report(rows)).toEqual({
      read: 6,
      created: 2,
      updated: 0,
      unchanged: 0,
      rejected: 4,
      rejects: [
        {
          line: 3,
          column: 'owner',
          reason:
            'There is no owner "per_ghost" in source "import". If it was made just now, it has not arrived here yet: import again.',
        },
        { line: 4, column: 'status', reason: 'status is none of PLANNED, LIVE, MAINTENANCE, RETIRED.' },
        { line: 5, column: 'external_id', reason: 'external_id is required.' },
        { line: 6, column: 'rack', reason: 'The kind host requires the attribute rack.' },
      ],
    });
    const good = [rows[0], rows[5]];
    expect(await report(good)).toMatchObject({ created: 0, updated: 0, unchanged: 2, rejected: 0 });
    expect(
      await report([row(2, { external_id: 'c1', name: 'Cache 1', engine: '', zone: 'a' })]),
    ).toMatchObject({
      updated: 1,
    });
    const data = await run<Record<string, Record<string, unknown>>>(
      `{ c1: assetByExternalId(source: "import", externalId: "c1") { name kind status addresses attributes owner { id } }
         c6: assetByExternalId(source: "import", externalId: "c6") { kind attributes product { id } } }`,
    );
    expect(data).toEqual({
      c1: {
        name: 'Cache 1',
        kind: 'cache',
        status: 'LIVE',
        addresses: ['10.1.1.1', '10.1.1.2'],
        attributes: { zone: 'a' },
        owner: { id: 'per_ann' },
      },
      c6: { kind: 'host', attributes: { rack: 'R9', cores: 16 }, product: { id: 'prd_mail' } },
    });
  });

  it('are refused for anyone but admin and operator, and nothing is stored', async () => {
    const { errors } = await execute(
      IMPORT,
      { rows: [row(2, { external_id: 'no', name: 'No' })] },
      testCallers.agent,
    );
    expect(errors?.[0]?.extensions['code']).toBe('NOT_FOUND');
    expect(await run(`{ assetByExternalId(source: "import", externalId: "no") { id } }`)).toEqual({
      assetByExternalId: null,
    });
  });
});

describe('lists of assets', () => {
  const LIST = `query ($first: Int = 20, $after: String, $filter: AssetFilter, $orderBy: AssetOrder) {
    assets(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
      totalCount pageInfo { hasNextPage endCursor } nodes { name }
    } }`;
  interface List {
    assets: {
      totalCount: number;
      pageInfo: { hasNextPage: boolean; endCursor: string };
      nodes: { name: string }[];
    };
  }

  it('filter, sort and page without a gap while assets come', async () => {
    const rows = Array.from({ length: 5 }, (_, index) => ({
      external_id: `page-${index}`,
      name: `page ${index}`,
      kind: index < 3 ? 'link' : 'switch',
      location: '100% north',
      tags: 'paged',
    }));
    await run(IMPORT, { rows });
    const filter = { tag: 'paged' };
    const first = await run<List>(LIST, { first: 2, filter });
    expect(first.assets.nodes.map((node) => node.name)).toEqual(['page 0', 'page 1']);
    expect([first.assets.totalCount, first.assets.pageInfo.hasNextPage]).toEqual([5, true]);
    await run(IMPORT, { rows: [{ external_id: 'page-00', name: 'page 00', kind: 'link', tags: 'paged' }] });
    const next = await run<List>(LIST, { first: 2, filter, after: first.assets.pageInfo.endCursor });
    expect(next.assets.nodes.map((node) => node.name)).toEqual(['page 2', 'page 3']);

    const names = async (where: object, orderBy?: object) =>
      (await run<List>(LIST, { filter: where, orderBy })).assets.nodes.map((node) => node.name);
    expect(await names({ kind: 'switch', search: 'PAGE' })).toEqual(['page 3', 'page 4']);
    expect(await names({ location: '0% n', kind: 'link' }, { field: 'NAME', direction: 'DESC' })).toEqual([
      'page 2',
      'page 1',
      'page 0',
    ]);
    expect(await names({ search: 'page-4' })).toEqual(['page 4']);
    expect(await names({ tag: 'paged', state: 'DOWN' })).toEqual([]);
    expect(await names({ tag: 'paged', state: 'UP', kind: 'switch' })).toEqual(['page 3', 'page 4']);
    expect(await names({ productId: 'prd_mail', status: 'LIVE', kind: 'host' })).toEqual(['Host 6', 'db-1']);
  });

  it('take as many statements for a hundred assets as for one', async () => {
    const rows = Array.from({ length: 100 }, (_, index) => ({
      external_id: `many-${index}`,
      name: `many ${index}`,
      kind: 'link',
      tags: 'many',
    }));
    await run(IMPORT, { rows });
    const NESTED = `query ($first: Int!) { assets(first: $first, filter: { tag: "many" }) { totalCount nodes {
      name state owner { id } product { id }
      dependsOn(first: 5) { totalCount nodes { group { name memberCount } provider { id name state } } }
      dependents(first: 5) { totalCount nodes { strength consumer { id state } } }
      placements(first: 5) { totalCount nodes { customer { id } asset { name } } }
      impact(state: DOWN) { assets(first: 5) { totalCount nodes { state asset { id name } causes { id name } } } customers(first: 5) { totalCount nodes { state } } }
      history(first: 3) { totalCount nodes { version change { id } } }
    } } }`;
    await run(NESTED, { first: 1 });
    const one = await countStatements(NESTED, { first: 1 });
    const hundred = await countStatements(NESTED, { first: 100 });
    expect(hundred).toBe(one);
  });
});

describe('who sees an asset', () => {
  const SEE = `query ($id: ID!) { asset(id: $id) { name } assets(filter: { tag: "seen" }) { totalCount nodes { name } } }`;

  it('is staff, and those of whose customers a placement names one', async () => {
    const own = (await create({ name: 'own of A', tags: ['seen'], attributes: { rack: 'R' } })).asset?.['id'];
    const shared = (await create({ name: 'shared', tags: ['seen'], attributes: { rack: 'R' } })).asset?.[
      'id'
    ];
    const place = (input: object) =>
      run<{ placeAsset: UserErrors }>(
        `mutation ($input: PlaceAssetInput!) { placeAsset(input: $input) { userErrors { code } } }`,
        { input },
      );
    await place({ idempotencyKey: 'own', assetId: own, customerId: 'cus_a' });
    await place({ idempotencyKey: 'shared', assetId: shared, podId: 'pod_eu' });

    const all = { name: 'own of A' };
    const listed = { totalCount: 2, nodes: [{ name: 'own of A' }, { name: 'shared' }] };
    for (const caller of [testCallers.admin, testCallers.agent, testCallers.executive]) {
      expect(await run(SEE, { id: own }, caller)).toEqual({ asset: all, assets: listed });
    }
    for (const caller of [testCallers.partner('par_1'), testCallers.contact('cus_a')]) {
      expect(await run(SEE, { id: own }, caller)).toEqual({
        asset: all,
        assets: { totalCount: 1, nodes: [all] },
      });
      expect(await run(SEE, { id: shared }, caller)).toMatchObject({ asset: null });
    }
    const none = { asset: null, assets: { totalCount: 0, nodes: [] } };
    for (const caller of [
      testCallers.partner('par_2'),
      testCallers.contact('cus_b'),
      testCallers.analyst,
      testCallers.nobody,
    ]) {
      expect(await run(SEE, { id: own }, caller)).toEqual(none);
      const { updateAsset } = await run<{ updateAsset: AssetPayload }>(
        UPDATE,
        { input: { id: own, expectedVersion: 1, name: 'stolen' } },
        caller,
      );
      expect([updateAsset.asset, updateAsset.userErrors[0]?.code]).toEqual([null, 'NOT_FOUND']);
    }
    expect(await run(SEE, { id: own })).toMatchObject({ asset: all });

    const entities = await run<{ _entities: unknown[] }>(
      `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Asset { name } ... on Customer { assets { totalCount nodes { name } } } } }`,
      {
        representations: [
          { __typename: 'Asset', id: own },
          { __typename: 'Asset', id: shared },
          { __typename: 'Customer', id: 'cus_a' },
          { __typename: 'Customer', id: 'cus_b' },
        ],
      },
      testCallers.contact('cus_a'),
    );
    expect(entities._entities).toEqual([all, null, { assets: { totalCount: 1, nodes: [all] } }, null]);
    const staff = await run<{ _entities: unknown[] }>(
      `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Customer { assets { totalCount nodes { name } } } } }`,
      {
        representations: [
          { __typename: 'Customer', id: 'cus_a' },
          { __typename: 'Customer', id: 'cus_b' },
        ],
      },
    );
    expect(staff._entities).toEqual([
      { assets: { totalCount: 2, nodes: [{ name: 'own of A' }, { name: 'shared' }] } },
      { assets: { totalCount: 0, nodes: [] } },
    ]);
  });
});

import type { BusEvent } from '@plimsoll/shared';
import { testCallers, testSubgraph } from '@plimsoll/shared/testing';
import { accountProjection } from '../account/index.js';
import { assetsDatabase } from '../database/index.js';
import { createAssetsSubgraph } from '../subgraph.js';

const { run, execute, load, events, test, countStatements } = testSubgraph({
  database: assetsDatabase,
  create: createAssetsSubgraph,
});

interface Payload {
  reconciliation: { id: string; version: number; status: string; change: { id: string } | null } | null;
  userErrors: { code: string; message: string; path: string[] }[];
}

let key = 0;
const step = async (
  name: string,
  type: string,
  input: Record<string, unknown>,
  caller = testCallers.admin,
): Promise<Payload> => {
  const data = await run<Record<string, Payload>>(
    `mutation ($input: ${type}!) { payload: ${name}(input: $input) {
       reconciliation { id version status change { id title kind status outcome } } userErrors { code message path } } }`,
    { input },
    caller,
  );
  return data['payload']!;
};
const start = async (nouns: string[], rest: Record<string, unknown> = {}): Promise<string> => {
  const input = { idempotencyKey: `key-${(key += 1)}`, source: 'cmdb', nouns, ...rest };
  const { reconciliation, userErrors } = await step('startReconciliation', 'StartReconciliationInput', input);
  expect(userErrors).toEqual([]);
  return reconciliation!.id;
};
const feed = async (id: string, noun: string, rows: Record<string, string>[]) =>
  (
    await run<{ report: { created: number; updated: number; unchanged: number; rejects: unknown[] } }>(
      `mutation ($input: ReconciliationRowsInput!) { report: addReconciliationRows(input: $input) {
         created updated unchanged rejects { line column reason } } }`,
      { input: { id, noun, rows } },
    )
  ).report;
const versionOf = async (id: string) =>
  (await run<{ one: { version: number } }>(`{ one: reconciliation(id: "${id}") { version } }`)).one.version;
const next = async (name: string, type: string, id: string, rest: Record<string, unknown> = {}) =>
  step(name, type, { id, expectedVersion: await versionOf(id), ...rest });
const plan = (id: string) => next('planReconciliation', 'ReconciliationStepInput', id);
const apply = (id: string, rest = {}) => next('applyReconciliation', 'ApplyReconciliationInput', id, rest);

interface Shown {
  noun: string;
  kind: string;
  name: string;
  selected: boolean;
  fields: { name: string; before: unknown; after: unknown }[];
}
const differences = async (id: string, args = ''): Promise<Shown[]> =>
  (
    await run<{ one: { differences: { nodes: Shown[] } } }>(
      `{ one: reconciliation(id: "${id}") { differences(first: 100 ${args}) {
           nodes { noun kind name selected fields { name before after } } } } }`,
    )
  ).one.differences.nodes;
const brief = async (id: string) =>
  (await differences(id)).map(({ noun, kind, name }) => `${kind} ${noun} ${name}`);

const asset = (external_id: string, rest: Record<string, string> = {}) => ({
  external_id,
  name: external_id,
  kind: 'host',
  ...rest,
});
const look = (externalId: string) =>
  run<{
    one: {
      id: string;
      version: number;
      status: string;
      location: string | null;
      attributes: Record<string, unknown>;
      history: { nodes: { change: { id: string } | null; reason: string | null }[] };
      dependsOn: { nodes: { provider: { externalId: string }; group: { minUp: string } | null }[] };
      placements: { nodes: { product: { id: string } | null }[] };
    } | null;
  }>(
    `{ one: assetByExternalId(source: "cmdb", externalId: "${externalId}") { id version status location attributes
         history(first: 1) { nodes { change { id } reason } }
         dependsOn { nodes { provider { externalId } group { minUp } } } placements { nodes { product { id } } } } }`,
  ).then(({ one }) => one);

beforeAll(async () => {
  for (const [id, source] of [
    ['prd_mail', 'cmdb'],
    ['prd_crm', 'crm'],
  ] as const) {
    const type = 'plimsoll.product.created.v1';
    const event: BusEvent = {
      id: `evt_${id}`,
      producer: 'entitlements',
      position: 1,
      time: '2026-03-01T00:00:00.000Z',
      type,
      subject: id,
      version: 1,
      data: { id, externalId: id, source, name: id },
    };
    await test.database.transaction({ kind: 'SYSTEM' }, async (tx) => {
      await accountProjection.handlers[type]?.(tx, [event]);
    });
  }
  await load(
    'Assets',
    [
      asset('web1', { location: 'Ulm', release: '1.0', rack: 'R1' }),
      asset('web2', { location: 'Ulm' }),
      asset('db', { kind: 'database' }),
      asset('old', { location: 'Bonn' }),
      asset('back', { status: 'RETIRED' }),
    ],
    'cmdb',
  );
  await load('Assets', [asset('foreign')], 'cloud');
  const cloud = await run<{ one: { id: string } }>(
    `{ one: assetByExternalId(source: "cloud", externalId: "foreign") { id } }`,
  );
  await load(
    'Dependencies',
    [
      { consumer: 'web1', provider: 'db' },
      { consumer: 'web2', provider: 'db' },
      { consumer: 'web2', provider: 'old' },
      { consumer: 'web1', provider: cloud.one.id },
    ],
    'cmdb',
  );
  await load('Placements', [{ asset: 'web1', product: 'prd_mail' }], 'cmdb');
  const web1 = (await look('web1'))!.id;
  await run(
    `mutation { placeAsset(input: { idempotencyKey: "crm", assetId: "${web1}", productId: "prd_crm" }) {
       userErrors { message } } }`,
  );
});

describe('a reconciliation of assets, dependencies and placements', () => {
  let id = '';

  it('takes rows, each read by itself', async () => {
    id = await start(['ASSET', 'DEPENDENCY', 'PLACEMENT']);
    expect(
      await feed(id, 'ASSET', [
        asset('web1', { location: 'Ulm', release: '2.0' }),
        asset('web2', { location: 'Köln' }),
        asset('db', { kind: 'database' }),
        asset('back'),
        asset('web3', { kind: 'container', cores: '4' }),
        { external_id: 'broken', name: '', kind: 'host' },
      ]),
    ).toEqual({
      created: 5,
      updated: 0,
      unchanged: 0,
      rejects: [{ line: 6, column: 'name', reason: 'name is required.' }],
    });
    expect(await feed(id, 'ASSET', [asset('web2', { location: 'Köln' })])).toMatchObject({ unchanged: 1 });
    expect(
      await feed(id, 'DEPENDENCY', [
        { consumer: 'web1', provider: 'db', strength: 'SOFT' },
        { consumer: 'web2', provider: 'db', strength: '' },
        { consumer: 'web3', provider: 'web1', group: 'webs', min_up: '1' },
        { consumer: 'web3', provider: 'web2', group: 'webs', min_up: '1' },
        { consumer: 'web2', provider: 'nobody' },
        { consumer: 'db', provider: 'web3', group: 'g', min_up: '3' },
      ]),
    ).toMatchObject({ created: 6, rejects: [] });
    expect(await feed(id, 'PLACEMENT', [{ asset: 'web3', product: 'prd_mail' }])).toMatchObject({
      created: 1,
    });
  });

  it('plans what is new, gone and drifted, and says which rows it leaves out', async () => {
    const { reconciliation, userErrors } = await plan(id);
    expect(userErrors).toEqual([]);
    expect(reconciliation).toMatchObject({ status: 'PLANNED', change: null });
    expect(await brief(id)).toEqual([
      'DRIFTED ASSET web1',
      'DRIFTED ASSET web2',
      'DRIFTED ASSET back',
      'NEW ASSET web3',
      'GONE ASSET old',
      'DRIFTED DEPENDENCY web1 needs db',
      'NEW DEPENDENCY web3 needs web1 in webs',
      'NEW DEPENDENCY web3 needs web2 in webs',
      'GONE DEPENDENCY web2 needs old',
      'NEW PLACEMENT web3 for prd_mail',
      'GONE PLACEMENT web1 for prd_mail',
    ]);
    const [web1, web2, back, web3, old] = await differences(id, 'filter: { noun: ASSET }');
    expect(web1?.fields).toEqual([{ name: 'attributes.release', before: '1.0', after: '2.0' }]);
    expect(web2?.fields).toEqual([{ name: 'location', before: 'Ulm', after: 'Köln' }]);
    expect(back?.fields).toEqual([{ name: 'status', before: 'RETIRED', after: 'LIVE' }]);
    expect(old?.fields).toEqual([{ name: 'status', before: 'LIVE', after: 'RETIRED' }]);
    expect(web3?.fields.map(({ name, after }) => [name, after])).toEqual([
      ['externalId', 'web3'],
      ['source', 'cmdb'],
      ['name', 'web3'],
      ['kind', 'container'],
      ['status', 'LIVE'],
      ['attributes.cores', '4'],
    ]);
    const { one } = await run<{ one: unknown }>(
      `{ one: reconciliation(id: "${id}") { feedSource nouns scope { kinds location tag } problemCount
           problems { noun line reason } counts { noun kind count selectedCount } } }`,
    );
    expect(one).toEqual({
      feedSource: 'cmdb',
      nouns: ['ASSET', 'DEPENDENCY', 'PLACEMENT'],
      scope: { kinds: [], location: null, tag: null },
      problemCount: 3,
      problems: [
        { noun: 'ASSET', line: 6, reason: 'name is required.' },
        {
          noun: 'DEPENDENCY',
          line: 5,
          reason: 'There is no asset "nobody" in source "cmdb", nor in the feed.',
        },
        { noun: 'DEPENDENCY', line: 6, reason: expect.stringContaining('3') as string },
      ],
      counts: [
        { noun: 'ASSET', kind: 'NEW', count: 1, selectedCount: 1 },
        { noun: 'ASSET', kind: 'GONE', count: 1, selectedCount: 1 },
        { noun: 'ASSET', kind: 'DRIFTED', count: 3, selectedCount: 3 },
        { noun: 'DEPENDENCY', kind: 'NEW', count: 2, selectedCount: 2 },
        { noun: 'DEPENDENCY', kind: 'GONE', count: 1, selectedCount: 1 },
        { noun: 'DEPENDENCY', kind: 'DRIFTED', count: 1, selectedCount: 1 },
        { noun: 'PLACEMENT', kind: 'NEW', count: 1, selectedCount: 1 },
        { noun: 'PLACEMENT', kind: 'GONE', count: 1, selectedCount: 1 },
      ],
    });
    // Nothing is on record yet, not even the kind.
    expect(await look('web3')).toBeNull();
    expect(await run('{ assetKinds(filter: { search: "container" }) { totalCount } }')).toEqual({
      assetKinds: { totalCount: 0 },
    });
  });

  it('refuses a selection that does not hold together, and changes nothing', async () => {
    const out = await next('selectDifferences', 'SelectDifferencesInput', id, {
      selected: false,
      filter: { noun: 'ASSET', kind: 'NEW' },
    });
    expect(out.userErrors).toEqual([]);
    const refused = await apply(id);
    expect(refused).toMatchObject({ reconciliation: null, userErrors: [{ code: 'INVALID' }] });
    expect(refused.userErrors[0]?.message).toContain('web3 is new and has to be selected too');
    expect((await look('web1'))?.attributes['release']).toBe('1.0');
    await next('selectDifferences', 'SelectDifferencesInput', id, { selected: true });
  });

  it('is refused when the record moved since, and planned again', async () => {
    const before = (await look('web2'))!;
    await run(
      `mutation { updateAsset(input: { id: "${before.id}", expectedVersion: ${before.version}, criticality: "high" }) {
         userErrors { message } } }`,
    );
    const refused = await apply(id);
    expect(refused.userErrors).toEqual([
      {
        code: 'CONFLICT',
        message: 'The record moved since the plan was made: web2. Plan again.',
        path: ['id'],
      },
    ]);
    expect([(await look('web1'))?.attributes['release'], await look('web3')]).toEqual(['1.0', null]);
    expect((await plan(id)).userErrors).toEqual([]);
  });

  it('is applied as a change that every edit names', async () => {
    const others = (await events()).length;
    const { reconciliation, userErrors } = await apply(id);
    expect(userErrors).toEqual([]);
    expect(reconciliation).toMatchObject({
      status: 'APPLIED',
      change: {
        title: 'Reconciliation with cmdb',
        kind: 'STANDARD',
        status: 'COMPLETED',
        outcome: 'SUCCEEDED',
      },
    });
    const changeId = reconciliation!.change!.id;
    const [web1, web2, web3, old, back] = await Promise.all(
      ['web1', 'web2', 'web3', 'old', 'back'].map((name) => look(name)),
    );
    expect(web1?.attributes).toEqual({ release: '2.0', rack: 'R1' });
    expect([web2?.location, web3?.status, old?.status, back?.status]).toEqual([
      'Köln',
      'LIVE',
      'RETIRED',
      'LIVE',
    ]);
    for (const one of [web1, web2, web3, old, back]) {
      expect(one?.history.nodes).toEqual([{ change: { id: changeId }, reason: 'Reconciliation with cmdb' }]);
    }
    // What ties it to another system stays: the feed cannot know of it.
    expect(web1?.dependsOn.nodes.map(({ provider }) => provider.externalId).sort()).toEqual([
      'db',
      'foreign',
    ]);
    expect(web1?.placements.nodes).toEqual([{ product: { id: 'prd_crm' } }]);
    expect(web2?.dependsOn.nodes.map(({ provider }) => provider.externalId)).toEqual(['db']);
    expect(web3?.dependsOn.nodes.map(({ group }) => group?.minUp)).toEqual(['1', '1']);
    expect(web3?.placements.nodes).toEqual([{ product: { id: 'prd_mail' } }]);
    const ties = await test.database.transaction({ kind: 'SYSTEM' }, (tx) =>
      tx.query<{ type: string; count: number }>(
        `select record_type as type, count(*)::int as count from history where change_id = $1 group by 1 order by 1`,
        [changeId],
      ),
    );
    expect(ties).toEqual([
      { type: 'asset', count: 5 },
      { type: 'asset_kind', count: 1 },
      { type: 'dependency', count: 4 },
      { type: 'placement', count: 2 },
    ]);
    const { change } = await run<{ change: { assets: { externalId: string }[] } }>(
      `{ change(id: "${changeId}") { assets { externalId } } }`,
    );
    expect(change.assets.map(({ externalId }) => externalId).sort()).toEqual([
      'back',
      'old',
      'web1',
      'web2',
      'web3',
    ]);
    const told = (await events()).slice(others).map(({ type }) => type);
    expect(told).toContain('plimsoll.reconciliation.applied.v1');
    expect((await apply(id)).userErrors[0]?.code).toBe('INVALID_STATUS');
  });

  it('finds no difference afterwards', async () => {
    const again = await start(['ASSET', 'DEPENDENCY', 'PLACEMENT']);
    await feed(again, 'ASSET', [
      asset('web1', { location: 'Ulm', release: '2.0' }),
      asset('web2', { location: 'Köln' }),
      asset('db', { kind: 'database' }),
      asset('back'),
      asset('web3', { kind: 'container', cores: '4' }),
    ]);
    await feed(again, 'DEPENDENCY', [
      { consumer: 'web1', provider: 'db', strength: 'SOFT' },
      { consumer: 'web2', provider: 'db' },
      { consumer: 'web3', provider: 'web1', group: 'webs', min_up: '1' },
      { consumer: 'web3', provider: 'web2', group: 'webs', min_up: '1' },
    ]);
    await feed(again, 'PLACEMENT', [{ asset: 'web3', product: 'prd_mail' }]);
    expect((await plan(again)).userErrors).toEqual([]);
    expect(await brief(again)).toEqual([]);
    expect((await apply(again)).userErrors).toEqual([
      { code: 'INVALID', message: 'Nothing of the plan is selected.', path: ['id'] },
    ]);
  });
});

describe('a row that cannot be read', () => {
  it('is left out with the reason, and what it is about is not gone', async () => {
    const id = await start(['ASSET', 'DEPENDENCY', 'PLACEMENT'], { scope: { kinds: ['host'] } });
    const broken = await feed(id, 'ASSET', [
      asset('web1', { release: '2.0', location: 'Ulm' }),
      asset('web2', { status: 'BROKEN' }),
      asset('back', { status: 'BROKEN' }),
      { external_id: '', name: 'nameless', kind: 'host' },
      asset('half \uD83D of one'),
    ]);
    expect(broken.rejects).toHaveLength(4);
    // Given again as it should be, it counts.
    await feed(id, 'ASSET', [asset('back', { location: 'Bonn' })]);
    await feed(id, 'ASSET', [asset('back', { status: 'BROKEN' })]);
    await feed(id, 'DEPENDENCY', [
      { consumer: 'web2', provider: 'web1' },
      { consumer: 'web1', provider: 'db', strength: 'WEAK' },
    ]);
    await feed(id, 'PLACEMENT', [{ asset: 'web2', product: 'prd_mail' }]);
    expect((await plan(id)).userErrors).toEqual([]);
    expect(await brief(id)).toEqual([
      'DRIFTED ASSET back',
      'NEW DEPENDENCY web2 needs web1',
      'GONE DEPENDENCY web2 needs db',
      'NEW PLACEMENT web2 for prd_mail',
    ]);
    const { one } = await run<{ one: { problems: { noun: string; line: number; reason: string }[] } }>(
      `{ one: reconciliation(id: "${id}") { problems { noun line reason } } }`,
    );
    expect(one.problems.map(({ noun, line }) => [noun, line])).toEqual([
      ['ASSET', 2],
      ['DEPENDENCY', 2],
    ]);
    expect(one.problems[0]?.reason).toMatch(/^status /);
    const unknown = await feed('rec_none', 'ASSET', [asset('a'), asset('b')]);
    expect(unknown.rejects).toMatchObject([{ reason: 'There is no such reconciliation.' }, {}]);
  });
});

describe('a reconciliation', () => {
  it('is applied by nobody who has not seen what is selected', async () => {
    const id = await start(['ASSET'], { scope: { kinds: ['none'] } });
    await feed(id, 'ASSET', [asset('web1', { note: 'x' }), asset('web2', { note: 'x' })]);
    await plan(id);
    const seen = await versionOf(id);
    const out = await next('selectDifferences', 'SelectDifferencesInput', id, {
      selected: false,
      filter: { search: 'web2' },
    });
    expect(out.reconciliation?.version).toBe(seen + 1);
    const stale = await step('applyReconciliation', 'ApplyReconciliationInput', {
      id,
      expectedVersion: seen,
    });
    expect(stale.userErrors[0]?.code).toBe('CONFLICT');
    const { one } = await run<{ one: { history: { nodes: { reason: string }[] } } }>(
      `{ one: reconciliation(id: "${id}") { history(first: 1) { nodes { reason } } } }`,
    );
    expect(one.history.nodes).toEqual([{ reason: 'Differences taken out: 1.' }]);
  });

  it('is not applied once what it names was merged into another asset', async () => {
    await load(
      'Assets',
      ['twin', 'same'].map((name) => asset(name, { status: 'RETIRED' })),
      'cmdb',
    );
    const id = await start(['ASSET', 'DEPENDENCY'], { scope: { kinds: ['none'] } });
    await feed(id, 'ASSET', [asset('same')]);
    await feed(id, 'DEPENDENCY', [{ consumer: 'web1', provider: 'same' }]);
    await plan(id);
    const [twin, same] = [(await look('twin'))!, (await look('same'))!];
    const { mergeAssets } = await run<{ mergeAssets: { userErrors: unknown[] } }>(
      `mutation { mergeAssets(input: { reason: "twins", into: { id: "${twin.id}", expectedVersion: 1 },
         duplicates: [{ id: "${same.id}", expectedVersion: 1 }] }) { userErrors { message } } }`,
    );
    expect(mergeAssets.userErrors).toEqual([]);
    expect((await apply(id)).userErrors).toEqual([
      {
        code: 'CONFLICT',
        message: 'The record moved since the plan was made: same, web1 needs same. Plan again.',
        path: ['id'],
      },
    ]);
  });

  it('of a part is complete for that part alone', async () => {
    const id = await start(['ASSET'], { scope: { kinds: ['database'] } });
    await feed(id, 'ASSET', [asset('db2', { kind: 'database' })]);
    await plan(id);
    expect(await brief(id)).toEqual(['NEW ASSET db2', 'GONE ASSET db']);
  });

  it('without rows is not planned, since everything would be gone', async () => {
    const id = await start(['ASSET', 'DEPENDENCY']);
    expect((await plan(id)).userErrors[0]?.code).toBe('INVALID');
    await feed(id, 'ASSET', [asset('db')]);
    expect((await plan(id)).userErrors[0]?.message).toContain('no row of DEPENDENCY');
    expect((await next('discardReconciliation', 'ReconciliationStepInput', id)).reconciliation?.status).toBe(
      'DISCARDED',
    );
    expect((await feed(id, 'ASSET', [asset('db')])).rejects).toHaveLength(1);
  });

  it('is part of a change that has been approved, and of no other', async () => {
    const web1 = (await look('web1'))!.id;
    const { draftChange } = await run<{ draftChange: { change: { id: string } } }>(
      `mutation { draftChange(input: { idempotencyKey: "draft", title: "t", kind: NORMAL, assetIds: ["${web1}"],
         window: { from: "2027-01-01T00:00:00Z", to: "2027-01-01T01:00:00Z" } }) { change { id } } }`,
    );
    const id = await start(['ASSET'], { scope: { kinds: ['none'] } });
    await feed(id, 'ASSET', [asset('web1', { release: '3.0' })]);
    await plan(id);
    const changeId = draftChange.change.id;
    expect((await apply(id, { changeId })).userErrors[0]).toMatchObject({
      code: 'INVALID_STATUS',
      path: ['changeId'],
    });
    await test.database.transaction({ kind: 'SYSTEM' }, (tx) =>
      tx.query(`update change set status = 'APPROVED' where id = $1`, [changeId]),
    );
    expect((await apply(id, { changeId })).reconciliation).toMatchObject({ change: { id: changeId } });
    expect((await look('web1'))?.history.nodes[0]?.change?.id).toBe(changeId);
  });

  it('is for staff, and written by admin, manager and operator', async () => {
    const id = await start(['ASSET']);
    for (const caller of [testCallers.partner('par_1'), testCallers.contact('cus_1'), testCallers.analyst]) {
      const { data } = await execute(
        `{ one: reconciliation(id: "${id}") { id } reconciliations { totalCount } }`,
        {},
        caller,
      );
      expect(JSON.parse(JSON.stringify(data))).toEqual({ one: null, reconciliations: { totalCount: 0 } });
    }
    const input = { id, expectedVersion: 1 };
    for (const caller of [testCallers.agent, testCallers.partner('par_1')]) {
      const refused = await step('discardReconciliation', 'ReconciliationStepInput', input, caller);
      expect(refused).toMatchObject({ reconciliation: null, userErrors: [{ code: 'NOT_FOUND' }] });
    }
    expect(await versionOf(id)).toBe(1);
    const stale = await step('planReconciliation', 'ReconciliationStepInput', { id, expectedVersion: 7 });
    expect(stale.userErrors[0]?.code).toBe('CONFLICT');
  });

  it('is listed with its differences in as many statements as one', async () => {
    const document = (first: number) =>
      `{ reconciliations(first: ${first}) { nodes { id counts { count } differences { totalCount nodes { asset { name } } } change { title } } } }`;
    const one = await countStatements(document(1));
    expect(await countStatements(document(20))).toBeLessThanOrEqual(one + 3);
  });
});

import { testCallers, testSubgraph } from '@plimsoll/shared/testing';
import type { Principal } from '@plimsoll/shared';
import { assetsDatabase, createAssetsSubgraph } from '../subgraph.js';

const NOW = new Date('2026-03-10T00:00:00.000Z');
const { test, run, load, events, countStatements } = testSubgraph({
  database: assetsDatabase,
  create: (dependencies) => createAssetsSubgraph({ ...dependencies, clock: () => NOW }),
});

const person = (subject: string, roles: Principal['roles'], personId: string): Principal => ({
  subject,
  roles,
  personId,
});
const ann = person('ann', ['operator'], 'per_01h2xcejqtf2nbrexx3vqjhp41');
const bob = person('bob', ['manager'], 'per_01h2xcejqtf2nbrexx3vqjhp42');

interface Payload {
  change: { id: string; version: number; status: string } & Record<string, unknown>;
  userErrors: { code: string; message: string; path: string[] }[];
}
const INPUTS: Record<string, string> = {
  draft: 'DraftChangeInput',
  update: 'UpdateChangeInput',
  approve: 'ReviewChangeInput',
  reject: 'ReviewChangeInput',
  start: 'StartChangeInput',
  complete: 'CompleteChangeInput',
};
async function mutate(
  step: string,
  input: Record<string, unknown>,
  caller: Principal = ann,
): Promise<Payload> {
  const { payload } = await run<{ payload: Payload }>(
    `mutation ($input: ${INPUTS[step] ?? 'ChangeStepInput'}!) {
       payload: ${step}Change(input: $input) {
         change { id version status outcome expectedState window { from to } startedAt endedAt reviewComment }
         userErrors { code message path }
       }
     }`,
    { input },
    caller,
  );
  return payload;
}
const codes = ({ userErrors }: Payload) => userErrors.map(({ code, path }) => [code, ...path]);

const window = { from: '2026-03-12T01:00:00.000Z', to: '2026-03-12T02:00:00.000Z' };
const draft = (idempotencyKey: string, over: object = {}) => ({
  idempotencyKey,
  title: 'Patch the database',
  assetIds: ['ast_db'],
  window,
  expectedState: 'DOWN',
  ...over,
});
/** A change led along the steps; its id and version after them. */
async function led(
  key: string,
  steps: string[],
  over: object = {},
): Promise<{ id: string; expectedVersion: number }> {
  let { change } = await mutate('draft', draft(key, over));
  for (const step of steps) {
    const extra = step === 'complete' ? { outcome: 'SUCCEEDED' } : {};
    const caller = step === 'approve' ? bob : ann;
    ({ change } = await mutate(step, { id: change.id, expectedVersion: change.version, ...extra }, caller));
  }
  return { id: change.id, expectedVersion: change.version };
}
const TO_APPROVED = ['assess', 'submit', 'approve'];

describe('changes', () => {
  beforeAll(() =>
    test.database.transaction({ kind: 'SYSTEM' }, async (tx) => {
      await tx.query(`insert into asset_kind (id, version, name) values ('knd_1', 1, 'host')`);
      await tx.query(`insert into asset (id, version, name, kind, status, external_id, source)
        select 'ast_' || id, 1, id, 'host', 'LIVE', id, 'import' from unnest('{db,app,own}'::text[]) as given(id)`);
      await tx.query(`insert into dependency (id, version, consumer_id, provider_id, group_name, strength)
        values ('dep_1', 1, 'ast_app', 'ast_db', null, 'SOFT')`);
      await tx.query(`insert into placement (id, version, asset_id, product_id, customer_id)
        values ('plc_1', 1, 'ast_app', 'prd_1', null), ('plc_2', 1, 'ast_own', null, 'cus_b')`);
      await tx.query(`insert into customer (id, version, name, partner_id, time_zone)
        values ('cus_a', 1, 'A', 'par_1', 'UTC'), ('cus_b', 1, 'B', null, 'UTC')`);
      await tx.query(`insert into subscription (id, version, customer_id, product_id, started_on)
        values ('sub_1', 1, 'cus_a', 'prd_1', '2025-01-01'), ('sub_2', 1, 'cus_b', 'prd_2', '2025-01-01')`);
      await tx.query(
        `insert into person (id, version, external_id, source) values ('per_x', 1, 'ann', 'import')`,
      );
    }),
  );

  it('lead their life from draft to completion, with history and events', async () => {
    const { id } = await led('life', [...TO_APPROVED, 'schedule', 'start', 'complete']);
    const { change } = await run<{ change: Record<string, unknown> }>(
      `query ($id: ID!) { change(id: $id) {
         title kind status outcome state startedAt endedAt requestedBy { id } reviewedBy { id }
         assets { name } risk { score } conflicts { kind } safeWindows(within: "P14D", first: 5) { from }
         noticeNeededBy approvals { outstanding { role } } plan { steps { text } } release { name }
         history(first: 2) { totalCount nodes { version actor { id } fields { name before after } } } } }`,
      { id },
    );
    expect(change).toEqual({
      title: 'Patch the database',
      kind: 'NORMAL',
      status: 'COMPLETED',
      outcome: 'SUCCEEDED',
      state: 'UP',
      startedAt: NOW.toISOString(),
      endedAt: NOW.toISOString(),
      requestedBy: { id: ann.personId },
      reviewedBy: { id: bob.personId },
      assets: [{ name: 'db' }],
      risk: null,
      conflicts: null,
      safeWindows: null,
      noticeNeededBy: null,
      approvals: null,
      plan: null,
      release: null,
      history: {
        totalCount: 7,
        nodes: [
          {
            version: 7,
            actor: { id: ann.personId },
            fields: [
              { name: 'status', before: 'IN_PROGRESS', after: 'COMPLETED' },
              { name: 'outcome', before: null, after: 'SUCCEEDED' },
              { name: 'endedAt', before: null, after: NOW.toISOString() },
            ],
          },
          {
            version: 6,
            actor: { id: ann.personId },
            fields: [
              { name: 'status', before: 'SCHEDULED', after: 'IN_PROGRESS' },
              { name: 'startedAt', before: null, after: NOW.toISOString() },
            ],
          },
        ],
      },
    });
    const told = (await events()).filter(({ subject }) => subject === id);
    expect(told.map(({ type, version, data }) => [type, version, data['status']])).toEqual([
      ['plimsoll.change.created.v1', 1, 'DRAFT'],
      ['plimsoll.change.updated.v1', 2, 'ASSESSED'],
      ['plimsoll.change.updated.v1', 3, 'IN_REVIEW'],
      ['plimsoll.change.updated.v1', 4, 'APPROVED'],
      ['plimsoll.change.updated.v1', 5, 'SCHEDULED'],
      ['plimsoll.change.updated.v1', 6, 'IN_PROGRESS'],
      ['plimsoll.change.updated.v1', 7, 'COMPLETED'],
    ]);
    expect(told.at(-1)?.data).toEqual({
      id,
      externalId: null,
      source: null,
      title: 'Patch the database',
      kind: 'NORMAL',
      status: 'COMPLETED',
      outcome: 'SUCCEEDED',
      assetIds: ['ast_db'],
      windowFrom: window.from,
      windowTo: window.to,
      startedAt: NOW.toISOString(),
      endedAt: NOW.toISOString(),
      noticeGivenAt: null,
      expectedState: 'DOWN',
    });
  });

  it('are drafted once for their key', async () => {
    const first = await mutate('draft', draft('once'));
    const again = await mutate('draft', draft('once'));
    expect(again.change.id).toBe(first.change.id);
    expect(codes(await mutate('draft', draft('once', { title: 'Another' })))).toEqual([
      ['IDEMPOTENCY_MISMATCH', 'idempotencyKey'],
    ]);
  });

  it.each([
    [{ title: ' ' }, ['INVALID', 'title']],
    [{ assetIds: [] }, ['INVALID', 'assetIds']],
    [{ assetIds: ['ast_db', 'ast_none'] }, ['NOT_FOUND', 'assetIds']],
    [{ window: { from: window.to, to: window.from } }, ['INVALID', 'window', 'to']],
    [{ procedureId: 'sop_1' }, ['NOT_FOUND', 'procedureId']],
    [{ releaseId: 'rel_1' }, ['NOT_FOUND', 'releaseId']],
  ])('are not drafted with %j', async (over, error) => {
    const before = (await events()).length;
    const payload = await mutate('draft', draft(`bad ${JSON.stringify(over)}`, over));
    expect(payload.change).toBeNull();
    expect(codes(payload)).toEqual([error]);
    expect((await events()).length).toBe(before);
  });

  it('are approved by somebody else, and sent back with a word', async () => {
    const at = await led('review', ['assess', 'submit'], {});
    const boss = { ...ann, roles: ['manager'] as const };
    expect(codes(await mutate('approve', at, boss))).toEqual([['OWN_CHANGE', 'id']]);
    expect(codes(await mutate('approve', at, ann))).toEqual([['NOT_FOUND']]);
    const { change } = await mutate('reject', { ...at, comment: 'Which replica?' }, bob);
    expect(change).toMatchObject({ status: 'DRAFT', reviewComment: 'Which replica?', version: 4 });
  });

  it('are refused what does not follow, what is stale, and what would lie in the future', async () => {
    const at = await led('refused', TO_APPROVED);
    expect(codes(await mutate('assess', at))).toEqual([['INVALID_STATUS', 'id']]);
    expect(codes(await mutate('schedule', { ...at, expectedVersion: 3 }))).toEqual([
      ['CONFLICT', 'expectedVersion'],
    ]);
    expect(codes(await mutate('start', { ...at, at: '2026-03-10T00:00:00.001Z' }))).toEqual([
      ['INVALID', 'at'],
    ]);
    const { change } = await mutate('start', { ...at, at: '2026-03-09T00:00:00Z' });
    const started = { id: at.id, expectedVersion: change.version };
    expect(
      codes(await mutate('complete', { ...started, outcome: 'FAILED', at: '2026-03-08T00:00:00Z' })),
    ).toEqual([['INVALID', 'at']]);
    expect(codes(await mutate('cancel', started))).toEqual([['INVALID_STATUS', 'id']]);
    expect((await mutate('complete', { ...started, outcome: 'ROLLED_BACK' })).change).toMatchObject({
      status: 'COMPLETED',
      outcome: 'ROLLED_BACK',
    });
  });

  it('become a draft again when what they do is edited, and are settled from review on', async () => {
    const at = await led('edit', ['assess']);
    const edited = await mutate('update', { ...at, expectedState: 'AT_RISK', title: 'Patch it' });
    expect(edited.change).toMatchObject({ status: 'DRAFT', expectedState: 'AT_RISK' });
    const settled = await led('settled', TO_APPROVED);
    expect(codes(await mutate('update', { ...settled, assetIds: ['ast_app'] }))).toEqual([
      ['INVALID_STATUS', 'assetIds'],
    ]);
    const noticed = await mutate('update', { ...settled, noticeGivenAt: '2026-03-01T00:00:00Z' });
    expect(noticed.change).toMatchObject({ status: 'APPROVED', version: 5 });
  });

  it('are written by operators, managers and admins only', async () => {
    const at = await led('roles', []);
    const before = (await events()).length;
    const others = [
      testCallers.agent,
      testCallers.executive,
      testCallers.analyst,
      testCallers.contact('cus_b'),
    ];
    for (const caller of others as Principal[]) {
      for (const step of ['assess', 'cancel', 'update']) {
        expect(codes(await mutate(step, at, caller))).toEqual([['NOT_FOUND']]);
      }
      expect(codes(await mutate('draft', draft('theirs'), caller))).toEqual([['NOT_FOUND']]);
    }
    expect((await events()).length).toBe(before);
  });

  it('are seen by staff; by others once approved for an asset of theirs, without what is internal', async () => {
    const read = (id: string, caller: Principal) =>
      run<{ change: unknown }>(
        `query ($id: ID!) { change(id: $id) { title description rollbackPlan requestedBy { id } history { totalCount } } }`,
        { id },
        caller,
      ).then(({ change }) => change);
    const text = { description: 'How', rollbackPlan: 'Back' };
    const own = await led('own', TO_APPROVED, { assetIds: ['ast_own'], ...text });
    const drafted = await led('own draft', [], { assetIds: ['ast_own'] });
    const shared = await led('shared', TO_APPROVED);
    const contact = testCallers.contact('cus_b') as Principal;
    expect(await read(own.id, testCallers.executive as Principal)).toEqual({
      title: 'Patch the database',
      description: 'How',
      rollbackPlan: 'Back',
      requestedBy: { id: ann.personId },
      history: { totalCount: 4 },
    });
    expect(await read(own.id, contact)).toEqual({
      title: 'Patch the database',
      description: null,
      rollbackPlan: null,
      requestedBy: null,
      history: { totalCount: 0 },
    });
    for (const id of [drafted.id, shared.id]) expect(await read(id, contact)).toBeNull();
    for (const caller of [testCallers.contact('cus_a'), testCallers.partner('par_1'), testCallers.analyst]) {
      expect(await read(own.id, caller as Principal)).toBeNull();
    }
  });
});

describe('imported changes', () => {
  it('are created, updated, left alone, or refused row by row', async () => {
    const row = { external_id: 'c1', title: 'One', assets: 'db; app', from: window.from, to: window.to };
    const rows = [
      { ...row, status: 'scheduled', expected_state: 'degraded', requested_by: 'ann' },
      { external_id: 'c2', title: 'Two', started_at: '2026-01-01T00:00:00Z', outcome: 'failed' },
      { external_id: 'c3', title: 'Three', assets: 'db;gone' },
      { external_id: 'c4', title: 'Four', from: window.to, to: window.from },
      { external_id: 'c5', title: 'Five', requested_by: 'nobody' },
      { external_id: 'c6', title: 'Six', status: 'LATER' },
    ];
    const report = await load('Changes', rows);
    expect(report).toMatchObject({ created: 2, updated: 0, unchanged: 0 });
    expect(report.rejects.map(({ line, column }) => [line, column])).toEqual([
      [3, 'assets'],
      [4, null],
      [5, 'requested_by'],
      [6, 'status'],
    ]);
    const read = async (externalId: string) =>
      (
        await run<{ changeByExternalId: unknown }>(
          `query ($externalId: String!) { changeByExternalId(source: "import", externalId: $externalId) {
             version status outcome expectedState assets { name } window { from } } }`,
          { externalId },
        )
      ).changeByExternalId;
    expect(await read('c1')).toEqual({
      version: 1,
      status: 'SCHEDULED',
      outcome: null,
      expectedState: 'DEGRADED',
      assets: [{ name: 'db' }, { name: 'app' }],
      window: { from: window.from },
    });
    expect(await read('c2')).toMatchObject({ status: 'COMPLETED', outcome: 'FAILED', expectedState: 'DOWN' });
    expect(await load('Changes', rows.slice(0, 2))).toMatchObject({ created: 0, updated: 0, unchanged: 2 });
    expect(await load('Changes', [{ external_id: 'c1', title: 'Uno' }])).toMatchObject({ updated: 1 });
    expect(await read('c1')).toMatchObject({
      version: 2,
      status: 'SCHEDULED',
      assets: [{ name: 'db' }, { name: 'app' }],
    });
  });
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
    await test.database.transaction({ kind: 'SYSTEM' }, (tx) => tx.query('delete from change'));
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

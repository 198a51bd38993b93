import type { Principal } from '@plimsoll/shared';
import { testCallers, testSubgraph } from '@plimsoll/shared/testing';
import { assetsDatabase, createAssetsSubgraph } from '../subgraph.js';

const NOW = new Date('2026-03-10T12:00:00.000Z');
const { test, run, events, countStatements } = testSubgraph({
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

interface Kept {
  id: string;
  version: number;
}
type Payload<Name extends string> = Record<Name, (Kept & Record<string, unknown>) | null> & {
  userErrors: { code: string; path: string[]; message: string }[];
};

async function mutate<Name extends string>(
  noun: Name,
  mutation: string,
  input: Record<string, unknown>,
  caller: Principal,
  fields: string,
): Promise<Payload<Name>> {
  const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input`;
  const { payload } = await run<{ payload: Payload<Name> }>(
    `mutation ($input: ${type}!) {
       payload: ${mutation}(input: $input) { ${noun} { id version ${fields} } userErrors { code message path } }
     }`,
    { input },
    caller,
  );
  return payload;
}
const release = (mutation: string, input: Record<string, unknown>, caller = ann) =>
  mutate(
    'release',
    mutation,
    input,
    caller,
    'name tag status stages { position environment region status at }',
  );
const codes = ({ userErrors }: { userErrors: { code: string; path: string[] }[] }) =>
  userErrors.map(({ code, path }) => [code, ...path]);

const STAGING = 'env_staging';
const PRODUCTION = 'env_production';
const draft = (idempotencyKey: string, over: object = {}) => ({
  idempotencyKey,
  name: 'Shop 2.4.1',
  tag: '2.4.1',
  assetIds: ['ast_shop'],
  stages: [
    { environmentId: STAGING },
    {
      environmentId: PRODUCTION,
      region: 'EMEA',
      gates: [
        { name: 'Soaked', kind: 'PREVIOUS_STAGE', soak: 'PT1H' },
        { name: 'Go', kind: 'APPROVAL' },
        { name: 'Quiet', kind: 'NO_OPEN_INCIDENT' },
        { name: 'Agreed', kind: 'CHANGES_APPROVED' },
      ],
    },
  ],
  ...over,
});

beforeAll(() =>
  test.database.transaction({ kind: 'SYSTEM' }, async (tx) => {
    await tx.query(`insert into asset_kind (id, version, name) values ('knd_1', 1, 'service')`);
    await tx.query(`insert into asset (id, version, name, kind, status) values
      ('ast_shop', 1, 'shop', 'service', 'LIVE'), ('ast_cart', 1, 'cart', 'service', 'LIVE')`);
    await tx.query(`insert into environment (id, version, name, position, production, regions) values
      ('env_staging', 1, 'staging', 1, false, '{}'), ('env_production', 1, 'production', 2, true, '{AMERICAS,EMEA}')`);
    await tx.query(`insert into product (id, version, name) values ('prd_shop', 1, 'Shop')`);
  }),
);

describe('environments', () => {
  const environment = (mutation: string, input: Record<string, unknown>, caller = bob) =>
    mutate('environment', mutation, input, caller, 'name position production regions');

  it('are made and changed by admins and managers, under names of their own', async () => {
    const input = { idempotencyKey: 'e1', name: ' Lab ', position: 3, regions: ['B', 'A', 'B'] };
    const made = await environment('createEnvironment', input);
    expect(made).toEqual({
      environment: {
        id: expect.stringMatching(/^env_/),
        version: 1,
        name: 'Lab',
        position: 3,
        production: false,
        regions: ['A', 'B'],
      },
      userErrors: [],
    });
    expect(await environment('createEnvironment', input)).toEqual(made);
    expect(
      codes(await environment('createEnvironment', { ...input, idempotencyKey: 'e2', name: 'LAB' })),
    ).toEqual([['NAME_TAKEN', 'name']]);
    expect(codes(await environment('createEnvironment', { ...input, idempotencyKey: 'e3' }, ann))).toEqual([
      ['NOT_FOUND'],
    ]);
    const { id } = made.environment!;
    expect(
      (await environment('updateEnvironment', { id, expectedVersion: 1, name: 'lab', regions: [] }))
        .environment,
    ).toMatchObject({ version: 2, name: 'lab', regions: [] });
    expect(codes(await environment('updateEnvironment', { id, expectedVersion: 1, position: 1 }))).toEqual([
      ['CONFLICT', 'expectedVersion'],
    ]);
    expect(codes(await environment('updateEnvironment', { id, expectedVersion: 2, position: 0 }))).toEqual([
      ['INVALID', 'position'],
    ]);
    const { environments } = await run<{ environments: unknown }>(
      '{ environments { totalCount nodes { name history { nodes { version } } } } }',
    );
    expect(environments).toEqual({
      totalCount: 3,
      nodes: [
        { name: 'staging', history: { nodes: [] } },
        { name: 'production', history: { nodes: [] } },
        { name: 'lab', history: { nodes: [{ version: 2 }, { version: 1 }] } },
      ],
    });
  });

  it.each([
    ['a contact', testCallers.contact('cus_1')],
    ['a partner', testCallers.partner('par_1')],
    ['an analyst', testCallers.analyst],
    ['nobody', testCallers.nobody],
  ])('and releases are not for %s', async (_, caller) => {
    await release('createRelease', draft('hidden'));
    expect(await run('{ environments { totalCount } releases { totalCount } }', {}, caller)).toEqual({
      environments: { totalCount: 0 },
      releases: { totalCount: 0 },
    });
    expect(codes(await release('createRelease', draft('denied'), caller))).toEqual([['NOT_FOUND']]);
  });
});

describe('releases', () => {
  it('go over stages in order, each behind its gates', async () => {
    const made = await release('createRelease', draft('r1', { productId: 'prd_shop' }));
    expect(made).toEqual({
      release: {
        id: expect.stringMatching(/^rel_/),
        version: 1,
        name: 'Shop 2.4.1',
        tag: '2.4.1',
        status: 'PLANNED',
        stages: [
          { position: 1, environment: 'staging', region: null, status: 'PENDING', at: null },
          { position: 2, environment: 'production', region: 'EMEA', status: 'PENDING', at: null },
        ],
      },
      userErrors: [],
    });
    const { release: read } = await run<{ release: unknown }>(
      `query ($id: ID!) { release(id: $id) {
         product { id } assets { name } createdBy { id } stages { gates { name kind role soak open explanation opensAt } } } }`,
      { id: made.release!.id },
    );
    expect(read).toEqual({
      product: { id: 'prd_shop' },
      assets: [{ name: 'shop' }],
      createdBy: { id: ann.personId },
      stages: [
        { gates: [] },
        {
          gates: [
            {
              name: 'Soaked',
              kind: 'PREVIOUS_STAGE',
              role: null,
              soak: 'PT1H',
              open: false,
              explanation: 'Stage 1 is PENDING; it has to be SUCCEEDED.',
              opensAt: null,
            },
            {
              name: 'Go',
              kind: 'APPROVAL',
              role: 'MANAGER',
              soak: null,
              open: false,
              explanation: 'It waits for the approval of one manager.',
              opensAt: null,
            },
            expect.objectContaining({ name: 'Quiet', open: true }),
            expect.objectContaining({ name: 'Agreed', open: true }),
          ],
        },
      ],
    });
  });

  it.each([
    [{ name: ' ' }, ['INVALID', 'name']],
    [{ assetIds: ['ast_none'] }, ['NOT_FOUND', 'assetIds']],
    [{ productId: 'prd_none' }, ['NOT_FOUND', 'productId']],
    [{ url: 'javascript:alert(1)' }, ['INVALID', 'url']],
    [{ stages: [{ environmentId: 'env_none' }] }, ['NOT_FOUND', 'stages', '0', 'environmentId']],
    [{ stages: [{ environmentId: PRODUCTION, region: 'APAC' }] }, ['INVALID', 'stages', '0', 'region']],
    [{ stages: [{ environmentId: STAGING }, { environmentId: STAGING }] }, ['INVALID', 'stages', '1']],
  ])('refuse %j', async (over, code) => {
    expect(codes(await release('createRelease', draft(JSON.stringify(over), over)))).toEqual([code]);
  });

  it('have gates that somebody else of the role opens', async () => {
    const { id, version } = (await release('createRelease', draft('r2'))).release!;
    const decide = (over: object, caller: Principal) =>
      release(
        'decideReleaseGate',
        { id, expectedVersion: version, stage: 2, gate: 'Go', decision: 'APPROVED', ...over },
        caller,
      );
    expect(codes(await decide({}, ann))).toEqual([['FORBIDDEN', 'gate']]);
    expect(codes(await decide({}, { ...ann, roles: ['manager'] }))).toEqual([['OWN_RELEASE', 'gate']]);
    expect(codes(await decide({ gate: 'Soaked' }, bob))).toEqual([['INVALID', 'gate']]);
    expect(codes(await decide({ stage: 3 }, bob))).toEqual([['INVALID', 'stage']]);
    expect((await decide({ comment: 'Looks good' }, bob)).release).toMatchObject({ version: 2 });
    expect(codes(await decide({}, bob))).toEqual([['CONFLICT', 'expectedVersion']]);
    const gates = () =>
      run<{ release: { stages: { gates: unknown[] }[] } }>(
        `query ($id: ID!) { release(id: $id) { stages { gates {
           open explanation decision { decision by { id } at comment } } } } }`,
        { id },
      ).then((answer) => answer.release.stages[1]?.gates[1]);
    const by = { by: { id: bob.personId }, at: NOW.toISOString() };
    expect(await gates()).toEqual({
      open: true,
      explanation: 'It was approved.',
      decision: { decision: 'APPROVED', ...by, comment: 'Looks good' },
    });
    await decide({ decision: 'REJECTED', expectedVersion: 2 }, bob);
    expect(await gates()).toEqual({
      open: false,
      explanation: 'It was rejected.',
      decision: { decision: 'REJECTED', ...by, comment: null },
    });
    // A stage that moves elsewhere is decided on anew.
    const moved = [
      { environmentId: STAGING },
      { environmentId: PRODUCTION, region: 'AMERICAS', gates: [{ name: 'Go', kind: 'APPROVAL' }] },
    ];
    await release('updateRelease', { id, expectedVersion: 3, stages: moved });
    const { release: after } = await run<{ release: unknown }>(
      'query ($id: ID!) { release(id: $id) { stages { region gates { name decision { at } } } } }',
      { id },
    );
    expect(after).toEqual({
      stages: [
        { region: null, gates: [] },
        { region: 'AMERICAS', gates: [{ name: 'Go', decision: null }] },
      ],
    });
  });

  it('are shut while an incident is open on an asset, and while a change is not agreed on', async () => {
    const { id } = (await release('createRelease', draft('r3', { assetIds: ['ast_cart', 'ast_shop'] })))
      .release!;
    const { payload } = await run<{ payload: { change: Kept } }>(
      `mutation ($input: DraftChangeInput!) { payload: draftChange(input: $input) { change { id version } userErrors { code path } } }`,
      {
        input: {
          idempotencyKey: 'c1',
          title: 'Migrate the cart',
          assetIds: ['ast_cart'],
          window: { from: '2026-03-11T00:00:00Z', to: '2026-03-11T01:00:00Z' },
          releaseId: id,
        },
      },
      ann,
    );
    await test.database.transaction({ kind: 'SYSTEM' }, async (tx) => {
      await tx.query(`insert into incident (id, version, planned, span)
        values ('tkt_1', 1, false, '[2026-03-10T11:00Z,)'), ('tkt_2', 1, false, '[2026-03-10T10:00Z,2026-03-10T12:00Z)')`);
      await tx.query(`insert into incident_impact (incident_id, place, asset_id, state, from_at, to_at) values
        ('tkt_1', 0, 'ast_cart', 'DOWN', '2026-03-10T11:00Z', null),
        ('tkt_2', 0, 'ast_shop', 'DOWN', '2026-03-10T10:00Z', '2026-03-10T12:00Z')`);
    });
    const read = () =>
      run<{ release: { changes: unknown; stages: { gates: unknown[] }[] } }>(
        `query ($id: ID!) { release(id: $id) { changes { totalCount nodes { title release { id } } } stages { gates { open explanation } } } }`,
        { id },
      );
    const { release: found } = await read();
    expect(found.changes).toEqual({ totalCount: 1, nodes: [{ title: 'Migrate the cart', release: { id } }] });
    expect(found.stages[1]?.gates.slice(2)).toEqual([
      { open: false, explanation: 'Open on its assets: tkt_1.' },
      { open: false, explanation: 'Not agreed on: Migrate the cart.' },
    ]);
    await test.database.transaction({ kind: 'SYSTEM' }, async (tx) => {
      await tx.query(`delete from incident_impact`);
      await tx.query(`update change set status = 'APPROVED' where id = $1`, [payload.change.id]);
    });
    expect((await read()).release.stages[1]?.gates.slice(2)).toMatchObject([{ open: true }, { open: true }]);
    expect(codes(await release('cancelRelease', { id, expectedVersion: 1, reason: 'Too late' }))).toEqual([]);
    const again = await run<{ payload: { userErrors: unknown[] } }>(
      `mutation ($input: UpdateChangeInput!) { payload: updateChange(input: $input) { userErrors { code path } } }`,
      { input: { id: payload.change.id, expectedVersion: payload.change.version, releaseId: id } },
      ann,
    );
    expect(again.payload.userErrors).toEqual([{ code: 'RELEASE_CANCELLED', path: ['releaseId'] }]);
    expect(codes(await release('updateRelease', { id, expectedVersion: 2, name: 'X' }))).toEqual([
      ['RELEASE_CANCELLED', 'id'],
    ]);
  });

  it('tell others what they are, without notes', async () => {
    await release('createRelease', draft('r4', { notes: 'Written by a person' }));
    const told = (await events()).filter(({ type }) => type === 'plimsoll.release.created.v1').at(-1);
    expect(told).toMatchObject({
      version: 1,
      data: {
        name: 'Shop 2.4.1',
        tag: '2.4.1',
        assetIds: ['ast_shop'],
        status: 'PLANNED',
        stages: [
          { position: 1, environmentId: STAGING, region: null },
          { position: 2, environmentId: PRODUCTION, region: 'EMEA' },
        ],
      },
    });
    expect(JSON.stringify(told)).not.toContain('Written');
  });

  it('are found by what is asked, and read with as many statements for many as for one', async () => {
    const { releases } = await run<{ releases: { totalCount: number } }>(
      `{ releases(filter: { search: "2.4", environmentId: "env_production", assetId: "ast_cart", status: CANCELLED }) { totalCount } }`,
    );
    expect(releases).toEqual({ totalCount: 1 });
    const list = (first: number) =>
      countStatements(
        `query ($n: Int!) { releases(first: $n) { nodes { name product { id } assets { name } changes { nodes { title } }
           stages { environment status at gates { open decision { at } } } } } }`,
        { n: first },
      );
    // Of the two newest, one has a change.
    await list(5);
    expect(await list(2)).toBe(await list(5));
  });
});

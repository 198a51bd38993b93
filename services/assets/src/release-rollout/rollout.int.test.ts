import type { Principal } from '@plimsoll/shared';
import { testCallers, testSubgraph } from '@plimsoll/shared/testing';
import { assetsDatabase, createAssetsSubgraph } from '../subgraph.js';

let now = new Date('2026-03-10T12:00:00.000Z');
const { test, run, events, countStatements } = testSubgraph({
  database: assetsDatabase,
  create: (dependencies) => createAssetsSubgraph({ ...dependencies, clock: () => now }),
});

const ann: Principal = { subject: 'ann', roles: ['operator'], personId: 'per_01h2xcejqtf2nbrexx3vqjhp41' };
const bob: Principal = { subject: 'bob', roles: ['manager'], personId: 'per_01h2xcejqtf2nbrexx3vqjhp42' };

interface Rollout {
  id: string;
  version: number;
  status: string;
  bypassedGates: { gate: string }[];
}
interface Payload {
  rollout: (Rollout & Record<string, unknown>) | null;
  userErrors: { code: string; message: string; path: string[] }[];
}

async function mutate(mutation: string, input: object, caller = ann): Promise<Payload> {
  const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input`;
  const { payload } = await run<{ payload: Payload }>(
    `mutation ($input: ${type}!) { payload: ${mutation}(input: $input) {
       rollout { id version stage region status startedAt outcome endedAt rollbackStartedAt rollbackOutcome
         rollbackEndedAt rollbackReason bypassedGates { gate explanation } overrideReason }
       userErrors { code message path } } }`,
    { input },
    caller,
  );
  return payload;
}
const codes = ({ userErrors }: Payload) => userErrors.map(({ code, path }) => [code, ...path]);

async function makeRelease(key: string, over: object = {}): Promise<string> {
  const { payload } = await run<{ payload: { release: { id: string } } }>(
    `mutation ($input: CreateReleaseInput!) { payload: createRelease(input: $input) { release { id } userErrors { code } } }`,
    {
      input: {
        idempotencyKey: key,
        name: key,
        assetIds: ['ast_shop'],
        stages: [
          { environmentId: 'env_staging' },
          {
            environmentId: 'env_production',
            region: 'EMEA',
            gates: [{ name: 'Soaked', kind: 'PREVIOUS_STAGE', soak: 'PT1H' }],
          },
        ],
        ...over,
      },
    },
    ann,
  );
  return payload.release.id;
}
const readRelease = (id: string) =>
  run<{ release: { status: string; stages: { status: string; at: string | null }[] } }>(
    'query ($id: ID!) { release(id: $id) { status stages { status at } } }',
    { id },
  ).then(({ release }) => release);

beforeAll(() =>
  test.database.transaction({ kind: 'SYSTEM' }, async (tx) => {
    await tx.query(`insert into asset_kind (id, version, name) values ('knd_1', 1, 'service')`);
    await tx.query(`insert into asset (id, version, name, kind, status) values
      ('ast_shop', 1, 'shop', 'service', 'LIVE'), ('ast_cart', 1, 'cart', 'service', 'LIVE')`);
    await tx.query(`insert into environment (id, version, name, position, production, regions) values
      ('env_staging', 1, 'staging', 1, false, '{}'), ('env_production', 1, 'production', 2, true, '{AMERICAS,EMEA}')`);
  }),
);
beforeEach(() => {
  now = new Date('2026-03-10T12:00:00.000Z');
});

describe('rollouts', () => {
  it('go stage by stage, as the gates open', async () => {
    const releaseId = await makeRelease('steps');
    const started = await mutate('startRollout', { idempotencyKey: 's1', releaseId, stage: 1 });
    expect(started).toEqual({
      rollout: {
        id: expect.stringMatching(/^rol_/),
        version: 1,
        stage: 1,
        region: null,
        status: 'IN_PROGRESS',
        startedAt: '2026-03-10T12:00:00.000Z',
        outcome: null,
        endedAt: null,
        rollbackStartedAt: null,
        rollbackOutcome: null,
        rollbackEndedAt: null,
        rollbackReason: null,
        bypassedGates: [],
        overrideReason: null,
      },
      userErrors: [],
    });
    expect(await mutate('startRollout', { idempotencyKey: 's1', releaseId, stage: 1 })).toEqual(started);
    expect(codes(await mutate('startRollout', { idempotencyKey: 's2', releaseId, stage: 1 }))).toEqual([
      ['STAGE_UNDER_WAY', 'stage'],
    ]);
    expect(await readRelease(releaseId)).toEqual({
      status: 'IN_PROGRESS',
      stages: [
        { status: 'IN_PROGRESS', at: '2026-03-10T12:00:00.000Z' },
        { status: 'PENDING', at: null },
      ],
    });
    const { id } = started.rollout!;
    now = new Date('2026-03-10T12:30:00.000Z');
    const done = await mutate('completeRollout', {
      id,
      expectedVersion: 1,
      outcome: 'SUCCEEDED',
      at: '2026-03-10T12:10:00.000Z',
    });
    expect(done.rollout).toMatchObject({
      version: 2,
      status: 'SUCCEEDED',
      endedAt: '2026-03-10T12:10:00.000Z',
    });
    expect((await readRelease(releaseId)).status).toBe('IN_PROGRESS');
    const early = await mutate('startRollout', { idempotencyKey: 's3', releaseId, stage: 2 });
    expect(codes(early)).toEqual([['GATE_SHUT', 'stage']]);
    expect(early.userErrors[0]?.message).toBe(
      'Soaked: Stage 1 has succeeded; it has to run until 2026-03-10T13:10:00.000Z first.',
    );
    now = new Date('2026-03-10T13:10:00.000Z');
    const second = await mutate('startRollout', { idempotencyKey: 's3', releaseId, stage: 2 });
    expect(second.rollout).toMatchObject({ stage: 2, region: 'EMEA', bypassedGates: [] });
    await mutate('completeRollout', { id: second.rollout!.id, expectedVersion: 1, outcome: 'SUCCEEDED' });
    expect((await readRelease(releaseId)).status).toBe('RELEASED');
  });

  it('override a gate only as an admin or a manager, with a reason', async () => {
    const releaseId = await makeRelease('override');
    const input = { releaseId, stage: 2, overrideReason: 'Security fix' };
    expect(codes(await mutate('startRollout', { ...input, idempotencyKey: 'o1' }))).toEqual([
      ['GATE_SHUT', 'overrideReason'],
    ]);
    // A reason that is not needed is a reason all the same: it stands in the history.
    const long = { releaseId, stage: 1, overrideReason: 'x'.repeat(2_001), idempotencyKey: 'o3' };
    expect(codes(await mutate('startRollout', long))).toEqual([['INVALID', 'overrideReason']]);
    const { rollout } = await mutate('startRollout', { ...input, idempotencyKey: 'o2' }, bob);
    expect(rollout).toMatchObject({
      overrideReason: 'Security fix',
      bypassedGates: [{ gate: 'Soaked', explanation: 'Stage 1 is PENDING; it has to be SUCCEEDED.' }],
    });
  });

  it('are taken back, also while under way and after a failed attempt', async () => {
    const releaseId = await makeRelease('back');
    const start = async (key: string) =>
      (await mutate('startRollout', { idempotencyKey: key, releaseId, stage: 1 })).rollout!.id;
    const first = await start('b1');
    expect(
      codes(await mutate('completeRollback', { id: first, expectedVersion: 1, outcome: 'SUCCEEDED' })),
    ).toEqual([['INVALID_STATUS', 'id']]);
    now = new Date('2026-03-10T12:05:00.000Z');
    expect(
      (await mutate('startRollback', { id: first, expectedVersion: 1, reason: 'Errors' })).rollout,
    ).toMatchObject({
      status: 'ROLLING_BACK',
      outcome: 'FAILED',
      endedAt: '2026-03-10T12:05:00.000Z',
      rollbackReason: 'Errors',
    });
    now = new Date('2026-03-10T12:06:00.000Z');
    expect(
      codes(
        await mutate('completeRollback', {
          id: first,
          expectedVersion: 2,
          outcome: 'FAILED',
          at: '2026-03-10T12:04:59.999Z',
        }),
      ),
    ).toEqual([['INVALID', 'at']]);
    expect(
      codes(
        await mutate('completeRollback', {
          id: first,
          expectedVersion: 2,
          outcome: 'FAILED',
          at: '2026-03-10T12:06:00.001Z',
        }),
      ),
    ).toEqual([['INVALID', 'at']]);
    await mutate('completeRollback', { id: first, expectedVersion: 2, outcome: 'FAILED' });
    expect(await readRelease(releaseId)).toMatchObject({
      status: 'FAILED',
      stages: [{ status: 'ROLLBACK_FAILED', at: '2026-03-10T12:06:00.000Z' }, {}],
    });
    await mutate('startRollback', { id: first, expectedVersion: 3, reason: 'Again' });
    const back = await mutate('completeRollback', { id: first, expectedVersion: 4, outcome: 'SUCCEEDED' });
    expect(back.rollout).toMatchObject({ status: 'ROLLED_BACK', version: 5 });
    expect((await readRelease(releaseId)).status).toBe('ROLLED_BACK');
    // A stage may be rolled out anew; its latest rollout says how far it is.
    await start('b2');
    expect((await readRelease(releaseId)).stages[0]?.status).toBe('IN_PROGRESS');
  });

  it('are done by a change that was agreed on', async () => {
    const releaseId = await makeRelease('by change');
    await test.database.transaction({ kind: 'SYSTEM' }, (tx) =>
      tx.query(`insert into change (id, version, title, kind, status, expected_state) values
        ('chg_no', 1, 'No', 'NORMAL', 'DRAFT', 'UP'), ('chg_yes', 1, 'Yes', 'NORMAL', 'APPROVED', 'UP')`),
    );
    const start = (key: string, changeId: string) =>
      mutate('startRollout', { idempotencyKey: key, releaseId, stage: 1, changeId });
    expect(codes(await start('c1', 'chg_none'))).toEqual([['NOT_FOUND', 'changeId']]);
    expect(codes(await start('c2', 'chg_no'))).toEqual([['CHANGE_NOT_APPROVED', 'changeId']]);
    const { rollout } = await start('c3', 'chg_yes');
    const { change } = await run<{ change: unknown }>(
      '{ change(id: "chg_yes") { rollouts { nodes { id change { title } release { name } environment { name } assets { name } startedBy { id } } } } }',
    );
    expect(change).toEqual({
      rollouts: {
        nodes: [
          {
            id: rollout?.id,
            change: { title: 'Yes' },
            release: { name: 'by change' },
            environment: { name: 'staging' },
            assets: [{ name: 'shop' }],
            startedBy: { id: ann.personId },
          },
        ],
      },
    });
  });

  it('leave alone what has begun', async () => {
    const releaseId = await makeRelease('begun');
    await mutate('startRollout', { idempotencyKey: 'l1', releaseId, stage: 1 });
    const update = async (over: object) => {
      const { payload } = await run<{ payload: { userErrors: { code: string; path: string[] }[] } }>(
        `mutation ($input: UpdateReleaseInput!) { payload: updateRelease(input: $input) { userErrors { code path } } }`,
        { input: { id: releaseId, expectedVersion: 2, ...over } },
        ann,
      );
      return payload.userErrors.map(({ code, path }) => [code, ...path]);
    };
    expect(await update({ stages: [{ environmentId: 'env_production' }] })).toEqual([
      ['STAGE_BEGUN', 'stages'],
    ]);
    expect(await update({ assetIds: [] })).toEqual([['STAGE_BEGUN', 'assetIds']]);
    const { payload } = await run<{ payload: { userErrors: { code: string }[] } }>(
      `mutation ($input: CancelReleaseInput!) { payload: cancelRelease(input: $input) { userErrors { code } } }`,
      { input: { id: releaseId, expectedVersion: 2, reason: 'No' } },
      ann,
    );
    expect(payload.userErrors).toEqual([{ code: 'STAGE_UNDER_WAY' }]);
    expect(
      await update({
        stages: [{ environmentId: 'env_staging' }, { environmentId: 'env_production', region: 'AMERICAS' }],
      }),
    ).toEqual([]);
  });

  it('are refused to all but operators, managers and admins, and seen by staff', async () => {
    const releaseId = await makeRelease('denied');
    const count = async () =>
      (await run<{ rollouts: { totalCount: number } }>('{ rollouts { totalCount } }')).rollouts.totalCount;
    const before = await count();
    for (const caller of [
      testCallers.agent,
      testCallers.contact('cus_1'),
      testCallers.partner('par_1'),
      testCallers.nobody,
    ]) {
      expect(
        codes(await mutate('startRollout', { idempotencyKey: 'd', releaseId, stage: 1 }, caller)),
      ).toEqual([['NOT_FOUND']]);
    }
    expect(await count()).toBe(before);
    expect(
      await run(
        '{ rollouts { totalCount } deployedReleases { totalCount } }',
        {},
        testCallers.contact('cus_1'),
      ),
    ).toEqual({ rollouts: { totalCount: 0 }, deployedReleases: { totalCount: 0 } });
  });

  it('tell others', async () => {
    const told = (await events()).filter(({ type }) => type.startsWith('plimsoll.rollout.'));
    expect(new Set(told.map(({ type }) => type))).toEqual(
      new Set(['plimsoll.rollout.started.v1', 'plimsoll.rollout.updated.v1']),
    );
    expect(told[0]?.data).toMatchObject({ stage: 1, environmentId: 'env_staging', status: 'IN_PROGRESS' });
  });

  it('take as many statements for many as for one', async () => {
    const list = (first: number) =>
      countStatements(
        `query ($n: Int!) { rollouts(first: $n) { nodes { status release { name } environment { name } assets { name } change { title } } }
           releases(first: $n) { nodes { rollouts { nodes { id } } runs { nodes { since } } } } }`,
        { n: first },
      );
    // Of the four newest, one is done by a change.
    await list(7);
    expect(await list(4)).toBe(await list(7));
  });
});

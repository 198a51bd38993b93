import { setTimeout } from 'node:timers/promises';
import { testCallers, testSubgraph } from '@plimsoll/shared/testing';
import { assetsDatabase, createAssetsSubgraph } from '../subgraph.js';
import { bob, deployerCalls, deployment, NOW, seedDeployers, status } from './deployer.fixture.js';

const service = testSubgraph({
  database: assetsDatabase,
  create: (dependencies) => createAssetsSubgraph({ ...dependencies, clock: () => NOW }),
});
const { test, run, events } = service;
const { deliver, makeRule, readEvent } = deployerCalls(service);

beforeAll(() => test.database.transaction({ kind: 'SYSTEM' }, seedDeployers));

describe('what GitHub tells', () => {
  beforeAll(async () => {
    await makeRule({
      name: 'Shop',
      position: 1,
      events: ['RELEASE', 'DEPLOYMENT'],
      deployerEnvironment: 'prod*',
      templateId: 'tpl_1',
    });
    await makeRule({
      name: 'Shop, staging',
      position: 2,
      deployerEnvironment: 'staging',
      environmentId: 'env_staging',
    });
  });

  it('becomes a release, a standard change and a rollout that follows the statuses', async () => {
    const planned = await deliver('deployment', deployment(7));
    expect(planned).toEqual({
      id: expect.stringMatching(/^dev_/),
      outcome: 'APPLIED',
      reason: null,
      repeated: false,
    });
    const commit = '7'.padStart(40, 'a');
    const first = await readEvent(planned.id);
    expect(first).toEqual({
      outcome: 'APPLIED',
      type: 'deployment',
      facts: {
        event: 'DEPLOYMENT',
        repository: 'acme/shop',
        tag: null,
        commit,
        ref: 'main',
        url: null,
        at: '2026-03-10T11:50:00.000Z',
        key: 'acme/shop/deployments/7',
        state: 'PLANNED',
        environment: 'production',
        workflow: null,
      },
      release: {
        id: expect.stringMatching(/^rel_/),
        name: 'shop aaaaaaa',
        tag: null,
        commitId: commit,
        externalId: `acme/shop@${commit}`,
        source: 'github',
        status: 'PLANNED',
        stages: [{ environment: 'production', region: null, status: 'PENDING', at: null }],
      },
      rollout: null,
      change: {
        id: expect.stringMatching(/^chg_/),
        title: 'shop aaaaaaa to production',
        kind: 'STANDARD',
        status: 'APPROVED',
        outcome: null,
        startedAt: null,
        endedAt: null,
        window: { from: '2026-03-10T11:50:00.000Z', to: '2026-03-10T12:50:00.000Z' },
        release: { id: first.release?.id },
      },
    });
    expect(await deliver('deployment_status', status(7, 'queued', '2026-03-10T11:51:00Z'))).toMatchObject({
      outcome: 'APPLIED',
    });
    const begun = await deliver('deployment_status', status(7, 'in_progress', '2026-03-10T11:52:00Z'));
    expect(await readEvent(begun.id)).toMatchObject({
      release: { id: first.release?.id, status: 'IN_PROGRESS' },
      rollout: {
        status: 'IN_PROGRESS',
        startedAt: '2026-03-10T11:52:00.000Z',
        url: 'https://ci.example/7',
        externalId: 'acme/shop/deployments/7',
        bypassedGates: [],
      },
      change: { id: first.change?.['id'], status: 'IN_PROGRESS', startedAt: '2026-03-10T11:52:00.000Z' },
    });
    const done = await deliver('deployment_status', status(7, 'success', '2026-03-10T11:58:00Z'));
    expect(await readEvent(done.id)).toMatchObject({
      release: {
        status: 'RELEASED',
        stages: [{ status: 'SUCCEEDED', at: '2026-03-10T11:58:00.000Z' }],
      },
      rollout: { status: 'SUCCEEDED', endedAt: '2026-03-10T11:58:00.000Z' },
      change: { status: 'COMPLETED', outcome: 'SUCCEEDED', endedAt: '2026-03-10T11:58:00.000Z' },
    });
    const { asset } = await run<{ asset: unknown }>(
      '{ asset(id: "ast_shop") { runs { nodes { environment { name } release { name } since } } } }',
    );
    expect(asset).toEqual({
      runs: {
        nodes: [
          {
            environment: { name: 'production' },
            release: { name: 'shop aaaaaaa' },
            since: '2026-03-10T11:58:00.000Z',
          },
        ],
      },
    });
    expect(
      await deliver('deployment_status', status(7, 'in_progress', '2026-03-10T11:52:30Z')),
    ).toMatchObject({
      outcome: 'APPLIED',
      reason: 'The rollout is SUCCEEDED already.',
    });
    expect(await deliver('deployment_status', status(7, 'failure', '2026-03-10T11:59:00Z'))).toMatchObject({
      outcome: 'REFUSED',
      reason: 'This rollout is SUCCEEDED; to complete it, it has to be IN_PROGRESS.',
    });
    expect(await deliver('deployment_status', status(7, 'inactive', '2026-03-10T11:59:00Z'))).toMatchObject({
      outcome: 'IGNORED',
      reason: 'A deployment that is inactive is not followed.',
    });
  });

  it('is taken in whatever order it comes, and once', async () => {
    const failed = await deliver('deployment_status', status(8, 'error', '2026-03-10T11:58:00Z'), {
      deliveryId: 'same',
    });
    const read = await readEvent(failed.id);
    expect(read).toMatchObject({
      rollout: {
        status: 'FAILED',
        startedAt: '2026-03-10T11:58:00.000Z',
        endedAt: '2026-03-10T11:58:00.000Z',
      },
      change: { status: 'COMPLETED', outcome: 'FAILED' },
    });
    const late = await deliver('deployment', deployment(8));
    expect((await readEvent(late.id)).change).toEqual(read.change);
    const before = (await events()).length;
    expect(
      await deliver('deployment_status', status(9, 'success', '2026-03-10T11:58:00Z'), {
        deliveryId: 'same',
      }),
    ).toEqual({
      ...failed,
      repeated: true,
    });
    expect((await events()).length).toBe(before);
  });

  it('is taken once where it comes many times at the same moment', async () => {
    const receipts = await Promise.all(
      Array.from({ length: 12 }, () =>
        deliver('deployment_status', status(20, 'success', '2026-03-10T11:58:00Z'), {
          deliveryId: 'at once',
        }),
      ),
    );
    expect(new Set(receipts.map(({ id }) => id)).size).toBe(1);
    expect(receipts.filter(({ repeated }) => !repeated)).toHaveLength(1);
    // Different deliveries about one deployment agree on its release, change and rollout.
    const states = ['queued', 'in_progress', 'success', 'pending', 'waiting'];
    const told = await Promise.all(
      states.map((state) => deliver('deployment_status', status(21, state, '2026-03-10T11:58:00Z'))),
    );
    expect(told.map(({ outcome }) => outcome)).toEqual(states.map(() => 'APPLIED'));
    const read = await Promise.all(told.map(({ id }) => readEvent(id)));
    expect(new Set(read.map(({ release }) => release?.id)).size).toBe(1);
    expect(new Set(read.map(({ change }) => change?.['id'])).size).toBe(1);
    expect(read.find(({ rollout }) => rollout)?.rollout).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('is followed on what somebody else has made of the release at the same moment', async () => {
    const { id } = await deliver('deployment_status', status(30, 'in_progress', '2026-03-10T11:50:00Z'));
    const { release } = await readEvent(id);
    const waiting = 'select from pg_locks where not granted and transactionid = pg_current_xact_id()::xid';
    const told = await test.database.transaction({ kind: 'SYSTEM' }, async (tx) => {
      await tx.query('update release set version = version + 1, notes = $2 where id = $1', [
        release?.id,
        'Looked at',
      ]);
      const delivered = deliver('deployment_status', status(30, 'success', '2026-03-10T11:58:00Z'));
      for (let turn = 0; turn < 500 && (await tx.query(waiting)).length === 0; turn++) await setTimeout(10);
      return { delivered };
    });
    const done = await told.delivered;
    expect(done).toMatchObject({ outcome: 'APPLIED', reason: null });
    const { release: read } = await run<{ release: unknown }>(
      'query ($id: ID!) { release(id: $id) { notes status } }',
      { id: release?.id },
    );
    expect(read).toEqual({ notes: 'Looked at', status: 'RELEASED' });
  });

  it('goes along a release that was published, over the places that rules name', async () => {
    const published = {
      action: 'published',
      repository: { full_name: 'acme/shop' },
      release: {
        tag_name: 'v2.4.1',
        name: 'The fast one',
        draft: false,
        html_url: 'https://github.example/r',
        published_at: '2026-03-10T10:00:00Z',
      },
    };
    const told = await deliver('release', published);
    const { release } = await readEvent(told.id);
    expect(release).toMatchObject({
      name: 'shop v2.4.1',
      tag: 'v2.4.1',
      externalId: 'acme/shop@v2.4.1',
      stages: [{ environment: 'staging' }, { environment: 'production' }],
    });
    const again = await deliver('release', { ...published, action: 'released' });
    expect((await readEvent(again.id)).release?.id).toBe(release?.id);
    const staged = await deliver('deployment_status', {
      ...status(10, 'success', '2026-03-10T11:00:00Z', { ref: 'v2.4.1', environment: 'staging' }),
      deployment_status: { state: 'success', environment: 'staging', created_at: '2026-03-10T11:00:00Z' },
    });
    expect(await readEvent(staged.id)).toMatchObject({
      release: {
        id: release?.id,
        status: 'IN_PROGRESS',
        stages: [
          { status: 'SUCCEEDED', at: '2026-03-10T11:00:00.000Z' },
          { status: 'PENDING', at: null },
        ],
      },
      change: null,
    });
  });

  it('is recorded also where a gate is shut or the template allows no change', async () => {
    const { payload } = await run<{ payload: { release: { id: string; version: number } } }>(
      `mutation ($input: CreateReleaseInput!) { payload: createRelease(input: $input) { release { id version } } }`,
      {
        input: {
          idempotencyKey: 'host',
          name: 'Host',
          assetIds: ['ast_host'],
          stages: [{ environmentId: 'env_production', gates: [{ name: 'Go', kind: 'APPROVAL' }] }],
        },
      },
      bob,
    );
    await test.database.transaction({ kind: 'SYSTEM' }, (tx) =>
      tx.query(`update release set source = 'github', external_id = 'acme/host@v1.0' where id = $1`, [
        payload.release.id,
      ]),
    );
    await makeRule({ name: 'Host', repository: 'acme/HOST', assetIds: ['ast_host'], templateId: 'tpl_1' });
    const told = await deliver('deployment_status', {
      ...status(11, 'success', '2026-03-10T11:58:00Z', { ref: 'v1.0' }),
      repository: { full_name: 'acme/host' },
    });
    expect(told.outcome).toBe('APPLIED');
    expect(told.reason).toMatch(/^No change was made: /);
    expect(await readEvent(told.id)).toMatchObject({
      release: { id: payload.release.id, status: 'RELEASED' },
      rollout: { status: 'SUCCEEDED', bypassedGates: [{ gate: 'Go' }] },
      change: null,
    });
  });

  it('is kept with the reason where nothing follows it, and may be asked about again', async () => {
    const runs = (conclusion: string | null, action = 'completed') => ({
      action,
      repository: { full_name: 'acme/cart' },
      workflow: { name: 'Deploy to production' },
      workflow_run: {
        id: 5,
        run_attempt: 2,
        head_branch: 'main',
        head_sha: 'c0ffee',
        conclusion,
        updated_at: '2026-03-10T11:59:00Z',
        run_started_at: '2026-03-10T11:55:00Z',
      },
    });
    const told = await deliver('workflow_run', runs('success'));
    expect(told).toMatchObject({
      outcome: 'IGNORED',
      reason: 'No rule concerns WORKFLOW_RUN of acme/cart to "Deploy to production".',
    });
    expect(await deliver('star', {})).toMatchObject({
      outcome: 'IGNORED',
      reason: 'Events of type "star" are not followed.',
    });
    expect(await deliver('deployment', { action: 'created' })).toMatchObject({
      outcome: 'IGNORED',
      reason: expect.stringMatching(/^Not readable: repository/),
    });
    const replay = (id: string, caller = bob) =>
      run<{
        payload: {
          deployerEvent: { outcome: string; version: number } | null;
          userErrors: { code: string }[];
        };
      }>(
        `mutation ($input: ReplayDeployerEventInput!) { payload: replayDeployerEvent(input: $input) { deployerEvent { outcome version } userErrors { code } } }`,
        { input: { id, expectedVersion: 1 } },
        caller,
      ).then(({ payload }) => payload);
    await makeRule({
      name: 'Cart',
      repository: 'acme/cart',
      assetIds: ['ast_cart'],
      events: ['WORKFLOW_RUN'],
      workflow: 'deploy *',
      region: 'EMEA',
    });
    expect((await replay(told.id, testCallers.agent)).userErrors).toEqual([{ code: 'NOT_FOUND' }]);
    expect(await replay(told.id)).toEqual({
      deployerEvent: { outcome: 'APPLIED', version: 2 },
      userErrors: [],
    });
    expect(await readEvent(told.id)).toMatchObject({
      release: {
        name: 'cart c0ffee',
        stages: [{ environment: 'production', region: 'EMEA', status: 'SUCCEEDED' }],
      },
      rollout: { startedAt: '2026-03-10T11:59:00.000Z' },
    });
    expect((await replay(told.id)).userErrors).toEqual([{ code: 'CONFLICT' }]);
  });

  it('is taken from the gateway alone, and shown to staff alone', async () => {
    await expect(deliver('ping', {}, {}, testCallers.admin)).rejects.toThrow('There is nothing here');
    const list = '{ deployerEvents { totalCount } deployerRules { totalCount } }';
    expect(await run(list, {}, testCallers.partner('par_1'))).toEqual({
      deployerEvents: { totalCount: 0 },
      deployerRules: { totalCount: 0 },
    });
    const { deployerEvents } = await run<{ deployerEvents: { totalCount: number } }>(
      '{ deployerEvents(filter: { outcome: REFUSED }) { totalCount } }',
    );
    expect(deployerEvents.totalCount).toBe(1);
  });
});

import type { Principal } from '@plimsoll/shared';
import { testCallers, testSubgraph } from '@plimsoll/shared/testing';
import { assetsDatabase, createAssetsSubgraph } from '../subgraph.js';

let now = new Date('2026-03-10T12:00:00.000Z');
const { test, run, events } = testSubgraph({
  database: assetsDatabase,
  create: (dependencies) => createAssetsSubgraph({ ...dependencies, clock: () => now }),
});

const GATEWAY: Principal = { subject: 'webhook:github', roles: [], gateway: true };
const bob: Principal = { subject: 'bob', roles: ['manager'], personId: 'per_01h2xcejqtf2nbrexx3vqjhp42' };

interface Receipt {
  id: string;
  outcome: string;
  reason: string | null;
  repeated: boolean;
}
let deliveries = 0;
async function deliver(
  type: string,
  payload: object,
  over: { deliveryId?: string; deployer?: string } = {},
  caller = GATEWAY,
): Promise<Receipt> {
  deliveries += 1;
  const { receipt } = await run<{ receipt: Receipt }>(
    `mutation ($input: ReceiveDeployerEventInput!) {
       receipt: receiveDeployerEvent(input: $input) { id outcome reason repeated } }`,
    { input: { deployer: 'GITHUB', deliveryId: `delivery-${deliveries}`, ...over, type, payload } },
    caller,
  );
  return receipt;
}

async function makeRule(over: object): Promise<{ id: string; version: number }> {
  const { payload } = await run<{
    payload: { deployerRule: { id: string; version: number }; userErrors: unknown[] };
  }>(
    `mutation ($input: CreateDeployerRuleInput!) {
       payload: createDeployerRule(input: $input) { deployerRule { id version } userErrors { code path } } }`,
    {
      input: {
        idempotencyKey: JSON.stringify(over),
        name: 'A rule',
        deployer: 'GITHUB',
        repository: 'acme/shop',
        assetIds: ['ast_shop'],
        environmentId: 'env_production',
        ...over,
      },
    },
    bob,
  );
  expect(payload.userErrors).toEqual([]);
  return payload.deployerRule;
}

const deployment = (id: number, over: object = {}) => ({
  action: 'created',
  repository: { full_name: 'acme/shop' },
  deployment: {
    id,
    sha: `${id}`.padStart(40, 'a'),
    ref: 'main',
    environment: 'production',
    created_at: '2026-03-10T11:50:00Z',
    ...over,
  },
});
const status = (id: number, state: string, at: string, over: object = {}) => ({
  ...deployment(id, over),
  deployment_status: {
    state,
    environment: 'production',
    log_url: `https://ci.example/${id}`,
    created_at: at,
  },
});

const readEvent = (id: string) =>
  run<{
    deployerEvent: {
      release: { id: string } | null;
      rollout: Record<string, unknown> | null;
      change: Record<string, unknown> | null;
    };
  }>(
    `query ($id: ID!) { deployerEvent(id: $id) { outcome type facts
       release { id name tag commitId externalId source status stages { environment region status at } }
       rollout { id status startedAt outcome endedAt url externalId bypassedGates { gate } }
       change { id title kind status outcome startedAt endedAt window { from to } release { id } } } }`,
    { id },
  ).then(({ deployerEvent }) => deployerEvent);

beforeAll(async () => {
  await test.database.transaction({ kind: 'SYSTEM' }, async (tx) => {
    await tx.query(`insert into asset_kind (id, version, name) values ('knd_1', 1, 'service'), ('knd_2', 1, 'host')`);
    await tx.query(`insert into asset (id, version, name, kind, status) values
      ('ast_shop', 1, 'shop', 'service', 'LIVE'), ('ast_cart', 1, 'cart', 'service', 'LIVE'),
      ('ast_host', 1, 'host', 'host', 'LIVE')`);
    await tx.query(`insert into environment (id, version, name, position, production, regions) values
      ('env_staging', 1, 'staging', 1, false, '{}'), ('env_production', 1, 'production', 2, true, '{EMEA}')`);
    await tx.query(`insert into change_template (id, version, name, status, asset_kinds, most_assets, longest_window,
        worst_state, approved_by, approved_at)
      values ('tpl_1', 1, 'Deploy a service', 'APPROVED', '{service}', 5, 'PT2H', 'AT_RISK', 'boss', now())`);
  });
});
beforeEach(() => {
  now = new Date('2026-03-10T12:00:00.000Z');
});

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

describe('what CloudEvents tell', () => {
  const event = (id: string, type: string, data: object, time = '2026-03-10T11:00:00Z') => ({
    id,
    source: '/ci',
    specversion: '1.0',
    type,
    time,
    data,
  });
  const say = (id: string, type: string, data: object, time?: string) =>
    deliver(type, event(id, type, data, time), { deployer: 'CLOUD_EVENTS', deliveryId: `/ci ${id}` });
  const service = (artifactId: string) => ({
    subject: {
      id: 'cart',
      type: 'service',
      content: { environment: { id: 'prod', source: '/k8s' }, artifactId },
    },
  });
  const running = async () => {
    const { asset } = await run<{ asset: { runs: { nodes: { release: { name: string } }[] } } }>(
      '{ asset(id: "ast_cart") { runs { nodes { region release { name } } } } }',
    );
    return asset.runs.nodes.map((node) => node.release.name);
  };
  beforeAll(async () => {
    await test.database.transaction({ kind: 'SYSTEM' }, (tx) => tx.query('delete from rollout_asset'));
    await makeRule({ name: 'CD', deployer: 'CLOUD_EVENTS', repository: '*', assetIds: ['ast_cart'] });
  });

  it('follows CDEvents of services, forth and back', async () => {
    expect(
      await say(
        '1',
        'dev.cdevents.service.deployed.0.2.0',
        service('pkg:oci/cart@1.0'),
        '2026-03-10T10:00:00Z',
      ),
    ).toMatchObject({ outcome: 'APPLIED', reason: null });
    expect(await running()).toEqual(['cart 1.0']);
    await say(
      '2',
      'dev.cdevents.service.upgraded.0.2.0',
      service('pkg:oci/cart@1.1'),
      '2026-03-10T10:10:00Z',
    );
    expect(await running()).toEqual(['cart 1.1']);
    await say(
      '3',
      'dev.cdevents.service.rolledback.0.2.0',
      service('pkg:oci/cart@1.0'),
      '2026-03-10T10:20:00Z',
    );
    expect(await running()).toEqual(['cart 1.0']);
    // Back to a version that never was rolled out here: it runs all the same.
    await say(
      '4',
      'dev.cdevents.service.rolledback.0.2.0',
      service('pkg:oci/cart@0.9'),
      '2026-03-10T10:30:00Z',
    );
    expect(await running()).toEqual(['cart 0.9']);
    expect(await say('5', 'dev.cdevents.service.removed.0.2.0', service(''))).toMatchObject({
      outcome: 'IGNORED',
      reason: 'A service that is removed is not followed.',
    });
    const { releases } = await run<{ releases: { nodes: { name: string; status: string }[] } }>(
      '{ releases(filter: { search: "cart 1" }, orderBy: { field: NAME }) { nodes { name status } } }',
    );
    expect(releases.nodes).toEqual([
      { name: 'cart 1.0', status: 'ROLLED_BACK' },
      { name: 'cart 1.1', status: 'ROLLED_BACK' },
    ]);
  });

  it('follows types of the platform’s own, for scripts', async () => {
    const data = { service: 'cart', version: '2.0', environment: 'prod', id: 'job-1' };
    await say('10', 'plimsoll.deployer.started.v1', data, '2026-03-10T11:00:00Z');
    const done = await say('11', 'plimsoll.deployer.succeeded.v1', data, '2026-03-10T11:05:00Z');
    expect(await readEvent(done.id)).toMatchObject({
      rollout: {
        startedAt: '2026-03-10T11:00:00.000Z',
        endedAt: '2026-03-10T11:05:00.000Z',
        externalId: '/ci job-1',
      },
    });
    expect(await running()).toEqual(['cart 2.0']);
    const back = await say('12', 'plimsoll.deployer.rolled_back.v1', data, '2026-03-10T11:10:00Z');
    expect(await readEvent(back.id)).toMatchObject({ rollout: { status: 'ROLLED_BACK' } });
    expect(await running()).toEqual(['cart 0.9']);
    expect(await say('13', 'plimsoll.deployer.rolled_back.v1', { ...data, id: 'job-2' })).toMatchObject({
      outcome: 'REFUSED',
      reason: 'What is taken back was never told of.',
    });
    expect(await say('14', 'com.example.other', {})).toMatchObject({ outcome: 'IGNORED' });
    // A clock that runs ahead does not.
    const ahead = await say(
      '15',
      'plimsoll.deployer.started.v1',
      { ...data, id: 'job-3' },
      '2027-01-01T00:00:00Z',
    );
    expect((await readEvent(ahead.id)).rollout).toMatchObject({ startedAt: now.toISOString() });
  });
});

describe('rules about deployers', () => {
  const create = (over: object, caller = bob) =>
    run<{ payload: { userErrors: { code: string; path: string[] }[] } }>(
      `mutation ($input: CreateDeployerRuleInput!) { payload: createDeployerRule(input: $input) { userErrors { code path } } }`,
      {
        input: {
          idempotencyKey: JSON.stringify([over, caller.subject]),
          name: 'R',
          deployer: 'GITHUB',
          repository: 'a/b',
          assetIds: ['ast_shop'],
          environmentId: 'env_production',
          ...over,
        },
      },
      caller,
    ).then(({ payload }) => payload.userErrors.map(({ code, path }) => [code, ...path]));

  it.each([
    [{ events: [] }, ['INVALID', 'events']],
    [{ environmentId: null }, ['INVALID', 'environmentId']],
    [{ environmentId: null, events: ['RELEASE'], region: 'EMEA' }, ['INVALID', 'region']],
    [{ region: 'APAC' }, ['INVALID', 'region']],
    [{ releaseName: '{branch}' }, ['INVALID', 'releaseName']],
    [{ templateId: 'tpl_none' }, ['NOT_FOUND', 'templateId']],
    [{ assetIds: [] }, ['INVALID', 'assetIds']],
    [{ windowMinutes: 0 }, ['INVALID', 'windowMinutes']],
  ])('refuse %j', async (over, code) => {
    expect(await create(over)).toEqual([code]);
  });

  it('are of admins and managers, and put out of use by an edit', async () => {
    expect(await create({}, testCallers.operator)).toEqual([['NOT_FOUND']]);
    const { id, version } = await makeRule({ name: 'Off', repository: 'acme/off' });
    await run(
      `mutation ($input: UpdateDeployerRuleInput!) { updateDeployerRule(input: $input) { userErrors { code } } }`,
      { input: { id, expectedVersion: version, active: false, region: 'EMEA' } },
      bob,
    );
    const { deployerRule } = await run<{ deployerRule: unknown }>(
      `query ($id: ID!) { deployerRule(id: $id) { active region repository events assets { name } environment { name } template { id }
         history { nodes { version fields { name } } } } }`,
      { id },
    );
    expect(deployerRule).toMatchObject({
      active: false,
      region: 'EMEA',
      repository: 'acme/off',
      events: ['RELEASE', 'DEPLOYMENT'],
      assets: [{ name: 'shop' }],
      template: null,
      history: { nodes: [{ version: 2, fields: [{ name: 'active' }, { name: 'region' }] }, { version: 1 }] },
    });
    const told = await deliver('deployment', { ...deployment(99), repository: { full_name: 'acme/off' } });
    expect(told.outcome).toBe('IGNORED');
  });
});

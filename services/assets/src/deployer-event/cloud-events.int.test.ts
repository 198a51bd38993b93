import { testSubgraph } from '@plimsoll/shared/testing';
import { assetsDatabase, createAssetsSubgraph } from '../subgraph.js';
import { deployerCalls, NOW, seedDeployers } from './deployer.fixture.js';

const service = testSubgraph({
  database: assetsDatabase,
  create: (dependencies) => createAssetsSubgraph({ ...dependencies, clock: () => NOW }),
});
const { test, run } = service;
const { deliver, makeRule, readEvent } = deployerCalls(service);

beforeAll(() => test.database.transaction({ kind: 'SYSTEM' }, seedDeployers));

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
    // What its change has come to stays on record.
    await makeRule({
      name: 'With a change',
      deployer: 'CLOUD_EVENTS',
      repository: 'shop',
      position: 1,
      templateId: 'tpl_1',
    });
    const shop = { service: 'shop', version: '1.0', id: 'job-4' };
    await say('16', 'plimsoll.deployer.succeeded.v1', shop, '2026-03-10T11:00:00Z');
    const again = await say('17', 'plimsoll.deployer.rolled_back.v1', shop, '2026-03-10T11:10:00Z');
    expect(again).toMatchObject({
      outcome: 'APPLIED',
      reason: 'The change is COMPLETED already, as SUCCEEDED.',
    });
    expect(await readEvent(again.id)).toMatchObject({
      rollout: { status: 'ROLLED_BACK' },
      change: { status: 'COMPLETED', outcome: 'SUCCEEDED' },
    });
    // A clock that runs ahead does not.
    const ahead = await say(
      '15',
      'plimsoll.deployer.started.v1',
      { ...data, id: 'job-3' },
      '2027-01-01T00:00:00Z',
    );
    expect((await readEvent(ahead.id)).rollout).toMatchObject({ startedAt: NOW.toISOString() });
  });
});

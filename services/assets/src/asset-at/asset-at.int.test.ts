import { setTimeout as sleep } from 'node:timers/promises';
import type { BusEvent } from '@plimsoll/shared';
import { testCallers, testSubgraph } from '@plimsoll/shared/testing';
import { accountProjection } from '../account/index.js';
import { assetsDatabase } from '../database/index.js';
import { incidentProjection } from '../outage/index.js';
import { createAssetsSubgraph } from '../subgraph.js';

const { run, execute, load, test, countStatements } = testSubgraph({
  database: assetsDatabase,
  create: createAssetsSubgraph,
});

const VIEW = `id version name status location tags attributes owner { id } state
  dependsOn { totalCount nodes { id version strength group { name minUp memberCount } provider { id name status } } }
  dependents { nodes { id consumer { id name } group { name minUp memberCount } } }
  placements { nodes { id product { id } pod { id } customer { id } asset { name } } }
  impact { assets { totalCount nodes { state asset { id } causes { id } } } customers { nodes { state customer { id } } } }`;

interface View {
  id: string;
  version: number;
  dependsOn: { nodes: { id: string }[] };
  placements: { nodes: { id: string }[] };
}

async function tell(type: string, subject: string, data: Record<string, unknown>): Promise<void> {
  const event: BusEvent = {
    id: `evt_${subject}`,
    producer: 'entitlements',
    position: 1,
    time: '2026-03-01T00:00:00.000Z',
    type,
    subject,
    version: 1,
    data: { id: subject, externalId: subject, source: 'import', ...data },
  };
  const handlers = { ...accountProjection.handlers, ...incidentProjection.handlers };
  await test.database.transaction({ kind: 'SYSTEM' }, async (tx) => {
    await handlers[type]?.(tx, [event]);
  });
}

/** Every asset as it is now, by external id. */
async function look(ids: Record<string, string>): Promise<Record<string, View>> {
  const fields = Object.entries(ids).map(([name, id]) => `${name}: asset(id: "${id}") { ${VIEW} }`);
  return run<Record<string, View>>(`{ ${fields.join(' ')} }`);
}

let key = 0;
const mutate = async (name: string, type: string, input: Record<string, unknown>, answer = '') => {
  const data = await run<Record<string, { userErrors: unknown[] }>>(
    `mutation ($input: ${type}!) { ${name}(input: $input) { ${answer} userErrors { code message path } } }`,
    { input },
  );
  expect(data[name]?.userErrors).toEqual([]);
};
const fresh = () => ({ idempotencyKey: `key-${(key += 1)}` });

describe('the past of an estate', () => {
  const ids: Record<string, string> = {};
  const seen: { at: string; view: Record<string, View> }[] = [];

  const remember = async () => {
    await sleep(3);
    seen.push({ at: new Date().toISOString(), view: await look(ids) });
    await sleep(3);
  };

  beforeAll(async () => {
    await tell('plimsoll.person.created.v1', 'per_ann', {});
    await tell('plimsoll.product.created.v1', 'prd_mail', { name: 'Mail' });
    for (const id of ['cus_a', 'cus_b']) {
      await tell('plimsoll.customer.created.v1', id, { name: id, partnerId: null, timeZone: 'UTC' });
      await tell('plimsoll.subscription.created.v1', `sub_${id}`, {
        customerId: id,
        productId: 'prd_mail',
        podId: 'pod_eu',
        startedOn: '2024-01-01',
        endedOn: null,
      });
    }
    const names = ['app', 'db1', 'db2', 'db3', 'host'];
    await load(
      'Assets',
      names.map((name) => ({ external_id: name, name, kind: 'service', location: 'Ulm' })),
    );
    for (const name of names) {
      const { asset } = await run<{ asset: { id: string } }>(
        `{ asset: assetByExternalId(source: "import", externalId: "${name}") { id } }`,
      );
      ids[name] = asset.id;
    }
    await remember();
    const dependency = (consumer: string, provider: string, group = '', min_up = '') => ({
      consumer,
      provider,
      group,
      min_up,
    });
    await load('Dependencies', [
      ...['db1', 'db2', 'db3'].map((db) => dependency('app', db, 'dbs', '2')),
      dependency('db1', 'host'),
    ]);
    await remember();
    await load('Placements', [{ asset: 'app', product: 'prd_mail' }]);
    await remember();
    await mutate('updateAsset', 'UpdateAssetInput', {
      id: ids['app'],
      expectedVersion: 1,
      name: 'application',
      ownerId: 'per_ann',
      tags: ['x', 'y'],
      attributes: { tier: 'gold' },
    });
    await remember();
    await load('Dependencies', [
      dependency('app', 'host', 'dbs', '1'),
      ...['db1', 'db2', 'db3'].map((db) => dependency('app', db, 'dbs', '1')),
    ]);
    await remember();
    const started = new Date(Date.now() - 1).toISOString();
    await tell('plimsoll.incident.impact_recorded.v1', 'tkt_1', {
      ticketId: 'tkt_1',
      startedAt: started,
      impacts: [{ assetId: ids['db2'], state: 'DOWN', from: started, to: null }],
    });
    await remember();
    const now = await look(ids);
    await mutate('removeDependencies', 'RemoveDependenciesInput', {
      ids: [now['db1']!.dependsOn.nodes[0]!.id],
    });
    await mutate('retireAsset', 'RetireAssetInput', {
      id: ids['db3'],
      expectedVersion: now['db3']!.version,
    });
    await remember();
    await mutate('removePlacement', 'RemovePlacementInput', {
      id: now['app']!.placements.nodes[0]!.id,
      expectedVersion: 1,
    });
    await mutate('placeAsset', 'PlaceAssetInput', { ...fresh(), assetId: ids['app'], customerId: 'cus_b' });
    await remember();
    await load('Dependencies', [dependency('db1', 'host')]);
    await load('Placements', [{ asset: 'app', product: 'prd_mail' }]);
    await remember();
  });

  it('is as it was seen at each instant: fields, dependencies, placements, state and impact', async () => {
    expect(seen).toHaveLength(9);
    for (const { at, view } of seen) {
      const fields = Object.entries(ids).map(
        ([name, id]) => `${name}: asset(id: "${id}", at: "${at}") { ${VIEW} }`,
      );
      expect(await run(`{ ${fields.join(' ')} }`)).toEqual(view);
    }
    // What is compared does tell the instants apart.
    expect(new Set(seen.map(({ view }) => JSON.stringify(view))).size).toBe(seen.length);
    expect(seen.at(-1)!.view['app']).toMatchObject({
      dependsOn: {
        totalCount: 4,
        nodes: [{ group: { name: 'dbs', minUp: '1', memberCount: 4 } }, {}, {}, {}],
      },
      impact: { customers: { nodes: [{ customer: { id: 'cus_a' } }, { customer: { id: 'cus_b' } }] } },
    });
    expect(seen[5]!.view['app']).toMatchObject({ state: 'AT_RISK' });
  });

  it('is nothing before an asset was recorded, and is refused of the future', async () => {
    const ask = (at: string) => execute(`{ asset(id: "${ids['app']}", at: "${at}") { id asOf } }`);
    expect((await ask('2020-01-01T00:00:00Z')).data).toEqual({ asset: null });
    const future = await ask('2999-01-01T00:00:00Z');
    expect(future.errors?.[0]?.message).toBe('`at` lies in the future.');
    const { asset } = await run<{ asset: unknown }>(
      `{ asset(id: "${ids['app']}", at: "${seen[3]!.at}") { name asOf } }`,
    );
    expect(asset).toEqual({ name: 'application', asOf: seen[3]!.at });
    expect(await run(`{ asset(id: "${ids['app']}") { asOf } }`)).toEqual({ asset: { asOf: null } });
  });

  it('is listed with what assets were then', async () => {
    const list = (at: string, rest = '') =>
      run<{ assetsAt: { totalCount: number; pageInfo: { endCursor: string }; nodes: { name: string }[] } }>(
        `{ assetsAt(at: "${at}" ${rest}) { totalCount pageInfo { endCursor } nodes { name } } }`,
      ).then(({ assetsAt }) => assetsAt);
    const retired = await list(seen.at(-1)!.at, 'filter: { status: RETIRED }');
    expect([retired.totalCount, retired.nodes]).toEqual([1, [{ name: 'db3' }]]);
    expect((await list(seen[0]!.at, 'filter: { status: LIVE, kind: "service" }')).totalCount).toBe(5);
    const first = await list(seen[3]!.at, 'first: 2');
    const rest = await list(seen[3]!.at, `first: 9, after: "${first.pageInfo.endCursor}"`);
    expect([...first.nodes, ...rest.nodes].map(({ name }) => name)).toEqual([
      'application',
      'db1',
      'db2',
      'db3',
      'host',
    ]);
    expect((await list('2020-01-01T00:00:00Z')).totalCount).toBe(0);
  });

  it('is for staff', async () => {
    for (const caller of [testCallers.contact('cus_b'), testCallers.partner('par_1'), testCallers.analyst]) {
      const { data } = await execute(
        `{ asset(id: "${ids['app']}", at: "${seen[3]!.at}") { id } assetsAt(at: "${seen[3]!.at}") { totalCount } }`,
        {},
        caller,
      );
      expect(JSON.parse(JSON.stringify(data))).toEqual({ asset: null, assetsAt: { totalCount: 0 } });
    }
  });

  it('costs a handful of statements for many assets as for one', async () => {
    const { at } = seen.at(-1)!;
    const document = (names: string[]) =>
      `{ ${names.map((name) => `${name}: asset(id: "${ids[name]}", at: "${at}") { ${VIEW} }`).join(' ')} }`;
    // Assets that are named at different depths are read together or apart, as their turns come.
    const few = await countStatements(document(['db1']));
    expect(few).toBeLessThanOrEqual(18);
    expect(await countStatements(document(Object.keys(ids)))).toBeLessThanOrEqual(18);
  });
});

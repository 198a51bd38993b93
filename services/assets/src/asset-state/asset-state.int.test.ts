import { testCallers, testSubgraph } from '@plimsoll/shared/testing';
import type { BusEvent } from '@plimsoll/shared';
import { accountProjection } from '../account/index.js';
import { incidentProjection } from '../outage/index.js';
import { assetsDatabase, createAssetsSubgraph } from '../subgraph.js';

const { run, test } = testSubgraph({ database: assetsDatabase, create: createAssetsSubgraph });

const ids: Record<string, string> = {};

async function take(
  projection: typeof accountProjection,
  type: string,
  subject: string,
  data: object,
  version = 1,
) {
  const event: BusEvent = {
    id: `evt_${subject}_${version}`,
    producer: projection.producer,
    position: 1,
    time: '2026-03-01T00:00:00.000Z',
    type,
    subject,
    version,
    data: { id: subject, externalId: subject, source: 'import', ...data },
  };
  await test.database.transaction({ kind: 'SYSTEM' }, async (tx) => {
    await projection.handlers[type]?.(tx, [event]);
  });
}

const tell = (noun: string, subject: string, data: object, version = 1) =>
  take(
    accountProjection,
    `plimsoll.${noun}.${version === 1 ? 'created' : 'updated'}.v1`,
    subject,
    data,
    version,
  );

beforeAll(async () => {
  await tell('product', 'prd_mail', { name: 'Mail' });
  await tell('pod', 'pod_eu', { name: 'EU' });
  for (const [customer, partnerId] of [
    ['cus_a', 'par_1'],
    ['cus_b', null],
    ['cus_c', null],
  ]) {
    await tell('customer', customer!, { name: customer, partnerId, timeZone: 'UTC' });
    await tell('subscription', `sub_${customer}`, {
      customerId: customer,
      productId: 'prd_mail',
      podId: customer === 'cus_c' ? null : 'pod_eu',
      startedOn: '2024-01-01',
      endedOn: null,
    });
  }
  // host ← node-1, node-2 ← mail (1 of 2); host ← report (soft)
  const names = ['host', 'node-1', 'node-2', 'mail', 'report'];
  await run(
    `mutation ($assets: [JSON!]!, $dependencies: [JSON!]!, $placements: [JSON!]!) {
       importAssets(input: { rows: $assets }) { rejected }
       importDependencies(input: { rows: $dependencies }) { rejected }
       importPlacements(input: { rows: $placements }) { rejected }
     }`,
    {
      assets: names.map((name) => ({ external_id: name, name, kind: 'thing' })),
      dependencies: [
        { consumer: 'node-1', provider: 'host' },
        { consumer: 'node-2', provider: 'host' },
        { consumer: 'mail', provider: 'node-1', group: 'nodes', min_up: '1' },
        { consumer: 'mail', provider: 'node-2', group: 'nodes', min_up: '1' },
        { consumer: 'report', provider: 'host', strength: 'SOFT' },
      ],
      placements: [
        { asset: 'mail', pod: 'pod_eu', product: 'prd_mail' },
        { asset: 'report', customer: 'cus_a' },
      ],
    },
  );
  const { assets } = await run<{ assets: { nodes: { id: string; name: string }[] } }>(
    `{ assets { nodes { id name } } }`,
  );
  for (const { id, name } of assets.nodes) ids[name] = id;
});

interface Reach {
  asset: {
    state: string;
    impact: {
      assets: {
        totalCount: number;
        nodes: { state: string; asset: { name: string } | null; causes: { id: string; name: string }[] }[];
      };
      customers: {
        totalCount: number;
        pageInfo: { endCursor: string };
        nodes: { state: string; customer: { id: string } }[];
      };
    } | null;
  } | null;
}
const IMPACT = `query ($id: ID!, $state: ImpactState!, $first: Int = 50, $after: String) { asset(id: $id) { state impact(state: $state) {
  assets(first: 50) { totalCount nodes { state asset { name } causes { id name } } }
  customers(first: $first, after: $after) { totalCount pageInfo { endCursor } nodes { state customer { id } } } } } }`;

const summary = ({ asset }: Reach) => ({
  assets: Object.fromEntries(
    asset!.impact!.assets.nodes.map((node) => [
      node.asset?.name,
      [node.state, ...node.causes.map((cause) => cause.name)].join(' '),
    ]),
  ),
  customers: asset!.impact!.customers.nodes.map(({ state, customer }) => `${customer.id} ${state}`),
});

describe('what an asset hits', () => {
  it('follows groups, soft dependencies and placements, and says why', async () => {
    const down = await run<Reach>(IMPACT, { id: ids['host'], state: 'DOWN' });
    expect(summary(down)).toEqual({
      assets: {
        host: 'DOWN',
        'node-1': 'DOWN host',
        'node-2': 'DOWN host',
        mail: 'DOWN host node-1',
        report: 'DEGRADED host',
      },
      customers: ['cus_a DOWN', 'cus_b DOWN'],
    });
    expect(down.asset?.impact?.assets.totalCount).toBe(5);
    expect(summary(await run<Reach>(IMPACT, { id: ids['node-1'], state: 'DOWN' }))).toEqual({
      assets: { 'node-1': 'DOWN', mail: 'AT_RISK node-1' },
      customers: [],
    });
    expect(summary(await run<Reach>(IMPACT, { id: ids['report'], state: 'DEGRADED' }))).toEqual({
      assets: { report: 'DEGRADED' },
      customers: ['cus_a DEGRADED'],
    });
    expect(summary(await run<Reach>(IMPACT, { id: ids['host'], state: 'UP' }))).toEqual({
      assets: {},
      customers: [],
    });
  });

  it('is paged by customer', async () => {
    const first = await run<Reach>(IMPACT, { id: ids['host'], state: 'DOWN', first: 1 });
    const { customers } = first.asset!.impact!;
    expect([customers.totalCount, customers.nodes]).toEqual([
      2,
      [{ state: 'DOWN', customer: { id: 'cus_a' } }],
    ]);
    const next = await run<Reach>(IMPACT, {
      id: ids['host'],
      state: 'DOWN',
      first: 1,
      after: customers.pageInfo.endCursor,
    });
    expect(next.asset!.impact!.customers.nodes).toEqual([{ state: 'DOWN', customer: { id: 'cus_b' } }]);
  });

  it('is what an executive is told of an asset, now and as of an instant', async () => {
    const ask = async (id: string, assetId: string, caller = testCallers.executive) =>
      (
        await run<{ _entities: ({ affectedCustomers: object | null } | null)[] }>(
          `query ($of: [_Any!]!, $assetId: ID!) { _entities(representations: $of) { ... on OperationsIntelligence {
             affectedCustomers(assetId: $assetId, first: 1) { totalCount nodes { state customer { id } } } } } }`,
          { of: [{ __typename: 'OperationsIntelligence', id }], assetId },
          caller,
        )
      )._entities[0]?.affectedCustomers;
    const host = ids['host'] ?? '';
    const answer = { totalCount: 2, nodes: [{ state: 'DOWN', customer: { id: 'cus_a' } }] };
    expect(await ask(`oin_${Date.now()}`, host)).toEqual(answer);
    expect(await ask(`oin_${Date.now()}`, host, testCallers.analyst)).toEqual(answer);
    // Long ago there was no such asset.
    expect(await ask(`oin_${Date.parse('2020-01-01T00:00:00Z')}`, host)).toBeNull();
    expect(await ask(`oin_${Date.now()}`, 'ast_unknown')).toBeNull();
    expect(await ask('oin_x', host)).toBeUndefined();
    expect(await ask(`oin_${Date.now()}`, host, testCallers.partner('par_1'))).toBeUndefined();
  });

  it('shows a reseller only its own assets and customers; what lies between is hidden', async () => {
    expect(await run(IMPACT, { id: ids['host'], state: 'DOWN' }, testCallers.partner('par_1'))).toEqual({
      asset: null,
    });
    await run(
      `mutation ($id: ID!) { placeAsset(input: { idempotencyKey: "named", assetId: $id, customerId: "cus_a" }) { userErrors { code } } }`,
      { id: ids['host'] },
    );
    const seen = await run<Reach>(IMPACT, { id: ids['host'], state: 'DOWN' }, testCallers.partner('par_1'));
    expect(summary(seen)).toEqual({
      assets: { host: 'DOWN', report: 'DEGRADED host' },
      customers: ['cus_a DOWN'],
    });
    expect(seen.asset!.impact!.assets.totalCount).toBe(2);
    expect(seen.asset!.impact!.customers.totalCount).toBe(1);
  });
});

describe('the state of an asset now', () => {
  const states = async () => {
    const { assets } = await run<{ assets: { nodes: { name: string; state: string }[] } }>(
      `{ assets { nodes { name state } } }`,
    );
    return Object.fromEntries(assets.nodes.map(({ name, state }) => [name, state]));
  };
  const record = (version: number, impacts: object[]) =>
    take(
      incidentProjection,
      'plimsoll.incident.impact_recorded.v1',
      'tkt_1',
      { ticketId: 'tkt_1', planned: false, startedAt: '2026-03-01T00:00:00.000Z', impacts },
      version,
    );

  it('is what open incidents do to it', async () => {
    expect(new Set(Object.values(await states()))).toEqual(new Set(['UP']));
    await record(1, [{ assetId: ids['node-1'], state: 'DOWN', from: '2026-03-01T00:00:00.000Z', to: null }]);
    expect(await states()).toEqual({
      host: 'UP',
      'node-1': 'DOWN',
      'node-2': 'UP',
      mail: 'AT_RISK',
      report: 'UP',
    });

    const { assets } = await run<{ assets: unknown }>(
      `{ assets(filter: { state: AT_RISK }) { totalCount nodes { name } } }`,
    );
    expect(assets).toEqual({ totalCount: 1, nodes: [{ name: 'mail' }] });

    // Amid that incident the loss of the other node is the loss of mail; the node that is down answers for itself.
    expect(summary(await run<Reach>(IMPACT, { id: ids['node-2'], state: 'DOWN' })).customers).toEqual([
      'cus_a DOWN',
      'cus_b DOWN',
    ]);
    expect(summary(await run<Reach>(IMPACT, { id: ids['node-1'], state: 'DOWN' })).assets).toEqual({
      'node-1': 'DOWN',
      mail: 'AT_RISK node-1',
    });

    await record(2, [
      {
        assetId: ids['node-1'],
        state: 'DOWN',
        from: '2026-03-01T00:00:00.000Z',
        to: '2026-03-01T01:00:00.000Z',
      },
    ]);
    expect(new Set(Object.values(await states()))).toEqual(new Set(['UP']));
  });
});

describe('copies of accounts', () => {
  it('follow versions, however events come', async () => {
    const reach = async () => summary(await run<Reach>(IMPACT, { id: ids['mail'], state: 'DOWN' })).customers;
    expect(await reach()).toEqual(['cus_a DOWN', 'cus_b DOWN']);
    const subscription = {
      customerId: 'cus_b',
      productId: 'prd_mail',
      podId: 'pod_eu',
      startedOn: '2024-01-01',
    };
    await tell('subscription', 'sub_cus_b', { ...subscription, endedOn: '2025-01-01' }, 3);
    expect(await reach()).toEqual(['cus_a DOWN']);
    await tell('subscription', 'sub_cus_b', { ...subscription, endedOn: null }, 2);
    expect(await reach()).toEqual(['cus_a DOWN']);
    await tell('subscription', 'sub_cus_c', { ...subscription, customerId: 'cus_c', endedOn: null }, 2);
    expect(await reach()).toEqual(['cus_a DOWN', 'cus_c DOWN']);
  });
});

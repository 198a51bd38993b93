import { testCallers, testSubgraph } from '@plimsoll/shared/testing';
import type { BusEvent, Session } from '@plimsoll/shared';
import { incidentProjection } from '../outage/index.js';
import { assetsDatabase, createAssetsSubgraph } from '../subgraph.js';

const { test, run, execute, countStatements } = testSubgraph({
  database: assetsDatabase,
  create: createAssetsSubgraph,
});
const SYSTEM = { kind: 'SYSTEM' } as const;

const WHAT_IF = `query ($input: OutageInput!, $first: Int = 100, $after: String) {
  whatIfOutage(input: $input) {
    id asOf graphVersion customerOutages
    assets(first: $first, after: $after) {
      totalCount
      pageInfo { hasNextPage endCursor }
      nodes { state asset { id name } causes { id name } }
    }
  }
}`;
interface Answer {
  whatIfOutage: {
    id: string;
    asOf: string;
    graphVersion: string;
    customerOutages: {
      question: object;
      slices: [number, number][];
      causes: string[][];
      patterns: { productId: string; causes: number; slices: (number | null)[][] }[];
      customers: { id: string; patterns: number[] }[];
    };
    assets: {
      totalCount: number;
      pageInfo: { hasNextPage: boolean; endCursor: string | null };
      nodes: { state: string; asset: { id: string; name: string }; causes: { id: string; name: string }[] }[];
    };
  };
}

const at = (time: string) => `2026-03-10T${time}.000Z`;
const ms = (time: string) => Date.parse(at(time));
const question = { from: at('01:00:00'), to: at('01:45:00'), asOf: at('00:00:00') };

let position = 0;
const event = (type: string, subject: string, version: number, data: Record<string, unknown>): BusEvent => ({
  id: `evt_${++position}`,
  producer: 'test',
  position,
  time: at('00:00:00'),
  type,
  subject,
  version,
  data: { id: subject, ...data },
});

async function inSystem(fn: (tx: Session) => Promise<void>): Promise<void> {
  const session = test.database.session(SYSTEM);
  try {
    await session.transaction(fn);
  } finally {
    await session.release();
  }
}

/** Rows of the estate, written as the nouns that own them would. */
async function estate(parts: {
  assets?: string[];
  dependencies?: [consumer: string, provider: string, group: string, strength: string, minUp: number][];
  placements?: [asset: string, product: string | null, pod: string | null, customer: string | null][];
  customers?: [id: string, partner: string | null][];
  subscriptions?: [customer: string, product: string][];
}): Promise<void> {
  await inSystem(async (tx) => {
    await tx.query(
      `insert into asset_kind (id, version, name) values ('knd_1', 1, 'host') on conflict do nothing`,
    );
    await tx.query(
      `insert into asset (id, version, name, kind, status, external_id, source)
       select id, 1, 'the ' || id, 'host', 'LIVE', id, 'import' from unnest($1::text[]) as given(id)`,
      [parts.assets ?? []],
    );
    await tx.query(
      `insert into dependency (id, version, consumer_id, provider_id, group_name, strength, min_up_count)
       select 'dep_' || gen_random_uuid(), 1, d ->> 0, d ->> 1, d ->> 2, d ->> 3, (d ->> 4)::integer
         from jsonb_array_elements($1::jsonb) as d`,
      [JSON.stringify(parts.dependencies ?? [])],
    );
    await tx.query(
      `insert into placement (id, version, asset_id, product_id, pod_id, customer_id)
       select 'plc_' || gen_random_uuid(), 1, p ->> 0, p ->> 1, p ->> 2, p ->> 3
         from jsonb_array_elements($1::jsonb) as p`,
      [JSON.stringify(parts.placements ?? [])],
    );
    await tx.query(
      `insert into customer (id, version, name, partner_id, time_zone)
       select c ->> 0, 1, c ->> 0, c ->> 1, 'UTC' from jsonb_array_elements($1::jsonb) as c`,
      [JSON.stringify(parts.customers ?? [])],
    );
    await tx.query(
      `insert into subscription (id, version, customer_id, product_id, started_on)
       select 'sub_' || gen_random_uuid(), 1, s ->> 0, s ->> 1, '2025-01-01'
         from jsonb_array_elements($1::jsonb) as s`,
      [JSON.stringify(parts.subscriptions ?? [])],
    );
  });
}

const incident = (id: string, version: number, data: Record<string, unknown>) =>
  inSystem((tx) =>
    incidentProjection.handlers['plimsoll.incident.impact_recorded.v1']!(tx, [
      event('plimsoll.incident.impact_recorded.v1', id, version, { ticketId: id, planned: false, ...data }),
    ]),
  );

const ask = async (input: Record<string, unknown>, caller = testCallers.admin, page: object = {}) =>
  (await run<Answer>(WHAT_IF, { input: { ...question, ...input }, ...page }, caller as never)).whatIfOutage;

describe('what would happen if assets went down', () => {
  beforeAll(async () => {
    // The worked example: a service that needs two of three hosts, and what is built on it.
    await estate({
      assets: ['host1', 'host2', 'host3', 'service', 'portal', 'report', 'private', 'own', 'between', 'far'],
      dependencies: [
        ['between', 'own', 'own', 'HARD', 1],
        ['far', 'between', 'between', 'HARD', 1],
        ['service', 'host1', 'hosts', 'HARD', 2],
        ['service', 'host2', 'hosts', 'HARD', 2],
        ['service', 'host3', 'hosts', 'HARD', 2],
        ['portal', 'service', 'service', 'HARD', 1],
        ['report', 'portal', 'portal', 'SOFT', 1],
        ['private', 'service', 'service', 'HARD', 1],
      ],
      placements: [
        ['service', 'prd_mail', null, null],
        ['report', 'prd_report', null, null],
        ['private', null, null, 'cus_a'],
        ['own', null, null, 'cus_a'],
        ['far', null, null, 'cus_a'],
      ],
      customers: [
        ['cus_a', 'par_1'],
        ['cus_b', null],
      ],
      subscriptions: [
        ['cus_a', 'prd_mail'],
        ['cus_a', 'prd_report'],
        ['cus_b', 'prd_mail'],
      ],
    });
  });

  it('follows two of three: one host lost puts the service at risk and hits nobody', async () => {
    const answer = await ask({ assetIds: ['host1'] });
    expect(answer.customerOutages.customers).toEqual([]);
    expect(answer.assets.nodes.map(({ state, asset }) => [state, asset.id])).toEqual([
      ['DOWN', 'host1'],
      ['AT_RISK', 'portal'],
      ['AT_RISK', 'private'],
      ['AT_RISK', 'service'],
    ]);
  });

  it('follows two of three: two hosts lost take the service down, with causes, states and customers', async () => {
    const answer = await ask({ assetIds: ['host2', 'host1', 'host1'] });
    expect(answer.asOf).toBe(at('00:00:00'));
    expect(answer.assets.totalCount).toBe(6);
    const named = (id: string) => ({ id, name: `the ${id}` });
    expect(answer.assets.nodes).toEqual([
      { state: 'DOWN', asset: named('host1'), causes: [] },
      { state: 'DOWN', asset: named('host2'), causes: [] },
      { state: 'DOWN', asset: named('portal'), causes: [named('host1'), named('service')] },
      { state: 'DOWN', asset: named('private'), causes: [named('host1'), named('service')] },
      { state: 'DOWN', asset: named('service'), causes: [named('host1')] },
      {
        state: 'DEGRADED',
        asset: named('report'),
        causes: [named('host1'), named('service'), named('portal')],
      },
    ]);
    const { patterns, causes, slices, customers, question: asked } = answer.customerOutages;
    expect(asked).toEqual({
      from: ms('01:00:00'),
      to: ms('01:45:00'),
      planned: false,
      noticeGivenAt: null,
      asOf: ms('00:00:00'),
    });
    expect(slices).toEqual([[ms('01:00:00'), ms('01:45:00')]]);
    const told = customers.map(({ id, patterns: own }) => [
      id,
      own.map((index) => {
        const pattern = patterns[index]!;
        return [pattern.productId, pattern.slices, causes[pattern.causes]];
      }),
    ]);
    expect(told).toEqual([
      [
        'cus_a',
        [
          ['prd_mail', [[3, 0, null, 3, null]], ['host1', 'service', 'private']],
          ['prd_report', [[3, 0, null, 3, null]], ['host1', 'service', 'private']],
        ],
      ],
      ['cus_b', [['prd_mail', [[3, 0, null, 3, null]], ['host1', 'service']]]],
    ]);
  });

  it('takes two degraded hosts for a degraded service', async () => {
    const answer = await ask({ assetIds: ['host1', 'host2'], state: 'DEGRADED' });
    expect(answer.assets.nodes.map(({ state, asset }) => [state, asset.id])).toEqual([
      ['DEGRADED', 'host1'],
      ['DEGRADED', 'host2'],
      ['DEGRADED', 'portal'],
      ['DEGRADED', 'private'],
      ['DEGRADED', 'service'],
      ['AT_RISK', 'report'],
    ]);
  });

  it('pages through the assets in a total order', async () => {
    const seen: string[] = [];
    let after: string | null = null;
    for (let more = true; more;) {
      const { assets } = await ask({ assetIds: ['host1', 'host2'] }, testCallers.admin, { first: 2, after });
      seen.push(...assets.nodes.map(({ asset }) => asset.id));
      more = assets.pageInfo.hasNextPage;
      after = assets.pageInfo.endCursor;
    }
    expect(seen).toEqual(['host1', 'host2', 'portal', 'private', 'service', 'report']);
  });

  it('shows resellers and contacts only their own assets, and the others in causes as hidden', async () => {
    for (const caller of [testCallers.partner('par_1'), testCallers.contact('cus_a')]) {
      const { assets, customerOutages, graphVersion } = await ask({ assetIds: ['own'] }, caller as never);
      expect(graphVersion).toBeNull();
      expect(assets.totalCount).toBe(2);
      expect(assets.nodes.map(({ state, asset }) => [state, asset.id])).toEqual([
        ['DOWN', 'far'],
        ['DOWN', 'own'],
      ]);
      const hidden = { id: expect.stringMatching(/^ast_hidden_[0-9a-f]{26}$/) as string, name: 'hidden' };
      expect(assets.nodes[0]!.causes).toEqual([{ id: 'own', name: 'the own' }, hidden]);
      expect(customerOutages.customers).toHaveLength(1);
      expect(JSON.stringify(customerOutages.causes)).not.toContain('between');
    }
  });

  it('knows no asset that the caller may not see', async () => {
    for (const caller of [testCallers.partner('par_1'), testCallers.contact('cus_b')]) {
      const input = { ...question, assetIds: ['host1', 'nope'] };
      const { data, errors } = await execute(WHAT_IF, { input }, caller as never);
      expect(data).toEqual({ whatIfOutage: null });
      expect(errors?.map(({ message }) => message)).toEqual(['There is no asset "host1", "nope".']);
    }
  });

  it('answers nothing to analysts and to nobody', async () => {
    for (const caller of [testCallers.analyst, testCallers.nobody]) {
      const input = { ...question, assetIds: ['host1'] };
      const { data, errors } = await execute(WHAT_IF, { input }, caller as never);
      expect(data).toEqual({ whatIfOutage: null });
      expect(errors?.map(({ extensions }) => extensions['code'])).toEqual(['NOT_FOUND']);
    }
  });

  it.each([
    [{ assetIds: ['host1', 'nope', 'neither'] }, 'NOT_FOUND', 'There is no asset "nope", "neither".'],
    [{ assetIds: [] }, 'INVALID', '`assetIds` names 0 assets; ask about 1 to 1000.'],
    [{ assetIds: ['host1'], to: at('01:00:00') }, 'INVALID', '`to` has to be later than `from`.'],
    [{ assetIds: ['host1'], to: '2026-07-01T00:00:00Z' }, 'INVALID', 'The interval is longer than 92 days.'],
    [
      { assetIds: ['host1'], planned: true, noticeGivenAt: at('01:00:01') },
      'INVALID',
      '`noticeGivenAt` is later than `from`: what has begun cannot be announced.',
    ],
  ])('refuses %j', async (input, code, message) => {
    const { data, errors } = await execute(WHAT_IF, { input: { ...question, ...input } });
    expect(data).toEqual({ whatIfOutage: null });
    expect(errors?.map((error) => [error.extensions['code'], error.message])).toEqual([[code, message]]);
  });

  it('has one id a question, whatever the order of its assets', async () => {
    const ids = await Promise.all(
      [
        { assetIds: ['host1', 'host2'] },
        { assetIds: ['host2', 'host1'] },
        { assetIds: ['host1'] },
        { assetIds: ['host1', 'host2'], planned: true },
        { assetIds: ['host1', 'host2'], asOf: at('00:00:01') },
      ].map(async (input) => (await ask(input)).id),
    );
    expect(ids[0]).toMatch(/^out_[0-9a-f]{26}$/);
    expect(ids[1]).toBe(ids[0]);
    expect(new Set(ids).size).toBe(4);
  });

  it('simulates amid open incidents and approved changes, slice by slice', async () => {
    await incident('tkt_open', 1, {
      impacts: [{ assetId: 'host3', state: 'DOWN', from: at('01:15:00'), to: null }],
    });
    await inSystem(async (tx) => {
      await tx.query(
        `insert into change (id, version, title, kind, status, asset_ids, window_from, window_to, expected_state, notice_given_at)
         values ('chg_1', 1, 'Patch', 'NORMAL', 'APPROVED', '{portal}', $1, $2, 'DEGRADED', $3),
                ('chg_2', 1, 'Draft', 'NORMAL', 'DRAFT', '{host2}', $1, $2, 'DOWN', null)`,
        [at('01:30:00'), at('02:00:00'), at('00:30:00')],
      );
    });
    const answer = await ask({ assetIds: ['host1'] });
    const { slices, patterns, customers } = answer.customerOutages;
    expect(slices).toEqual([
      [ms('01:00:00'), ms('01:15:00')],
      [ms('01:15:00'), ms('01:30:00')],
      [ms('01:30:00'), ms('01:45:00')],
    ]);
    expect(customers.map(({ id }) => id)).toEqual(['cus_a', 'cus_b']);
    // host3 alone only puts the service at risk; with host1 it is down: the incident answers for it too.
    const mail = patterns.find(({ productId }) => productId === 'prd_mail');
    expect(mail?.slices).toEqual([
      [0, 0, null, 0, null],
      [3, 0, 0, 3, null],
      [3, 0, 0, 3, null],
    ]);
    const states = new Map(answer.assets.nodes.map(({ state, asset }) => [asset.id, state]));
    expect(states.get('service')).toBe('DOWN');
    expect(states.has('host3')).toBe(false);
    await incident('tkt_open', 2, { impacts: [] });
    expect((await ask({ assetIds: ['host1'] })).customerOutages.customers).toEqual([]);
  });

  it('says on which version of the graph it was computed', async () => {
    const before = await ask({ assetIds: ['host1'] });
    expect(before.graphVersion).toMatch(/^\d+$/);
    await estate({ assets: ['another'] });
    const after = await ask({ assetIds: ['host1'] });
    expect(BigInt(after.graphVersion) > BigInt(before.graphVersion)).toBe(true);
    expect(after.id).toBe(before.id);
  });

  it('takes four statements at most, for ten customers as for twenty thousand', async () => {
    const many = Array.from({ length: 20_000 }, (_, index) => `cus_${String(index).padStart(5, '0')}`);
    await estate({
      assets: ['small', 'large', ...Array.from({ length: 200 }, (_, index) => `leaf${index}`)],
      dependencies: Array.from({ length: 200 }, (_, index) => [`leaf${index}`, 'large', 'g', 'HARD', 1]),
      placements: [
        ['small', 'prd_small', null, null],
        ['large', 'prd_large', null, null],
      ],
      customers: many.map((id) => [id, null]),
      subscriptions: [
        ...many.map((id): [string, string] => [id, 'prd_large']),
        ...many.slice(0, 10).map((id): [string, string] => [id, 'prd_small']),
      ],
    });
    await ask({ assetIds: ['small'] });
    const counted: number[] = [];
    for (const [assetId, customers] of [
      ['small', 10],
      ['large', 20_000],
    ] as const) {
      const answer = await ask({ assetIds: [assetId] });
      expect(answer.customerOutages.customers).toHaveLength(customers);
      counted.push(await countStatements(WHAT_IF, { input: { ...question, assetIds: [assetId] } }));
    }
    expect(counted[1]).toBe(counted[0]);
    expect(counted[0]).toBeLessThanOrEqual(4);
  });
});

import 'reflect-metadata';
import { testCallers } from '@plimsoll/shared/testing';
import { accountService, idOf, loadAccounts } from '../account.fixture.js';

const service = accountService();
const { run } = service;
const ids: Record<string, string> = {};

beforeAll(async () => {
  await loadAccounts(service);
  for (const word of ['alder', 'birch']) ids[word] = await idOf(service, 'customer', word);
  for (const word of ['basic', 'enterprise', 'dollar', 'trial', 'bare', 'pay'])
    ids[word] = await idOf(service, 'plan', word);
  ids['pod'] = await idOf(service, 'pod', 'pod-eu');
});

interface Subscription {
  id: string;
  version: number;
  kind: string;
  status: string;
  renewsOn: string | null;
  endsOn: string | null;
  terms: { from: string; to: string | null; quantity: number; monthlyPrice: { amount: string } }[];
  events: { nodes: { on: string; type: string; reason: string | null }[] };
}
interface Payload {
  subscription: Subscription | null;
  userErrors: { code: string; path: string[] }[];
}

const FIELDS = `id version kind status startedOn cancelledOn renewsOn endsOn endedOn endReason quantity
  monthlyPrice { amount currency } plan { name } terms { from to quantity monthlyPrice { amount } }
  events { nodes { on type reason } } entitlements { nodes { validFrom validTo agreement { uptimeTarget } } }`;

async function take(
  mutation: string,
  input: Record<string, unknown>,
  caller?: Parameters<typeof run>[2],
): Promise<Payload> {
  const type = mutation.charAt(0).toUpperCase() + mutation.slice(1);
  const { result } = await run<{ result: Payload }>(
    `mutation ($input: ${type}Input!) { result: ${mutation}(input: $input) {
       subscription { ${FIELDS} } userErrors { code message path } } }`,
    { input },
    caller,
  );
  return result;
}

let count = 0;
async function start(more: Record<string, unknown> = {}): Promise<Subscription> {
  count += 1;
  const { subscription, userErrors } = await take('startSubscription', {
    idempotencyKey: `start ${count}`,
    customerId: ids['alder'],
    planId: ids['basic'],
    ...more,
  });
  if (!subscription) throw new Error(JSON.stringify(userErrors));
  return subscription;
}

async function read(id: string): Promise<Subscription> {
  return (
    await run<{ subscription: Subscription }>(`query ($id: ID!) { subscription(id: $id) { ${FIELDS} } }`, {
      id,
    })
  ).subscription;
}

/** The orders with a line on a subscription. */
async function ordersOf(subscriptionId: string): Promise<object[]> {
  const { orders } = await run<{ orders: { nodes: object[] } }>(
    `query ($filter: OrderFilter) { orders(filter: $filter) { nodes { status kind channel total { amount }
       lines { action effectiveOn monthlyPrice { amount } subscription { id } charge { amount } } } } }`,
    { filter: { subscriptionId } },
  );
  return orders.nodes;
}

/** Takes a step that has to be refused, and sees that nothing has changed. */
async function refused(
  mutation: string,
  input: Record<string, unknown> & { id: string },
  code: string,
  path?: string,
) {
  const before = await read(input.id);
  const events = (await service.events()).length;
  const { subscription, userErrors } = await take(mutation, { expectedVersion: before.version, ...input });
  expect([subscription, userErrors[0]?.code, path ?? userErrors[0]?.path.at(-1)]).toEqual([
    null,
    code,
    userErrors[0]?.path.at(-1),
  ]);
  expect(await read(input.id)).toEqual(before);
  expect((await service.events()).length).toBe(events);
}

describe('starting', () => {
  it('begins today where the customer is, at the plan’s price, with a renewal a term later and what it implies', async () => {
    expect(await start({ quantity: 3, term: 'ANNUAL', podId: ids['pod'] })).toMatchObject({
      version: 1,
      kind: 'STANDARD',
      status: 'ACTIVE',
      startedOn: '2026-03-11',
      renewsOn: '2027-03-11',
      quantity: 3,
      monthlyPrice: { amount: '30.00', currency: 'EUR' },
      entitlements: {
        nodes: [{ validFrom: '2026-03-11', validTo: null, agreement: { uptimeTarget: '99.5' } }],
      },
    });
    expect(await start({ customerId: ids['birch'], startedOn: '2026-03-11' })).toMatchObject({
      status: 'PENDING',
    });
  });

  it('happens once for a key', async () => {
    const input = { idempotencyKey: 'once', customerId: ids['alder'], planId: ids['enterprise'] };
    const first = await take('startSubscription', input);
    const events = (await service.events()).length;
    expect(await take('startSubscription', input)).toEqual(first);
    expect((await service.events()).length).toBe(events);
    expect(await take('startSubscription', { ...input, quantity: 2 })).toMatchObject({
      userErrors: [{ code: 'IDEMPOTENCY_MISMATCH' }],
    });
  });

  it.each([
    [{ monthlyPrice: { amount: '1.00', currency: 'USD' } }, 'CURRENCY_MISMATCH', 'monthlyPrice'],
    [{ quantity: 0 }, 'INVALID', 'quantity'],
    [{ startedOn: '2026-03-11', endsOn: '2026-03-10' }, 'INVALID', 'endsOn'],
    [{ customerId: 'cus_00000000000000000000000000' }, 'NOT_FOUND', 'customerId'],
    [{ planId: 'pln_00000000000000000000000000' }, 'NOT_FOUND', 'planId'],
    [{ podId: 'pod_00000000000000000000000000' }, 'NOT_FOUND', 'podId'],
  ])('is refused with %j', async (more, code, field) => {
    const input = {
      idempotencyKey: `wrong ${field} ${code}`,
      customerId: ids['alder'],
      planId: ids['basic'],
      ...more,
    };
    expect(await take('startSubscription', input)).toMatchObject({
      subscription: null,
      userErrors: [{ code, path: [field] }],
    });
  });

  it('needs a price where the plan lists none', async () => {
    const input = { idempotencyKey: 'bare', customerId: ids['alder'], planId: ids['bare'] };
    expect(await take('startSubscription', input)).toMatchObject({
      userErrors: [{ code: 'INVALID', path: ['monthlyPrice'] }],
    });
    const priced = await start({ planId: ids['bare'], monthlyPrice: { amount: '12.50', currency: 'CHF' } });
    expect(priced).toMatchObject({
      monthlyPrice: { amount: '12.50', currency: 'CHF' },
      entitlements: { nodes: [] },
    });
  });
});

describe('changing', () => {
  it('upgrades from a day on, with the entitlement of the new plan', async () => {
    const { id } = await start({ startedOn: '2026-01-01', quantity: 2 });
    const changed = await take('changeSubscription', {
      id,
      expectedVersion: 1,
      type: 'UPGRADED',
      planId: ids['enterprise'],
    });
    expect(changed.subscription).toMatchObject({
      version: 2,
      quantity: 2,
      monthlyPrice: { amount: '200.00' },
      plan: { name: 'Plan enterprise' },
      terms: [
        { from: '2026-01-01', to: '2026-03-11', monthlyPrice: { amount: '20.00' } },
        { from: '2026-03-11', to: null, monthlyPrice: { amount: '200.00' } },
      ],
      entitlements: {
        nodes: [
          { validFrom: '2026-03-11', validTo: null, agreement: { uptimeTarget: '99.95' } },
          { validFrom: '2026-01-01', validTo: '2026-03-11', agreement: { uptimeTarget: '99.5' } },
        ],
      },
    });
    const ahead = {
      id,
      expectedVersion: 2,
      type: 'DOWNGRADED',
      on: '2026-05-01',
      monthlyPrice: { amount: '150.00', currency: 'EUR' },
    };
    const { subscription } = await take('changeSubscription', ahead);
    expect(subscription).toMatchObject({ version: 3, monthlyPrice: { amount: '200.00' } });
    expect(subscription?.terms.at(-1)).toMatchObject({
      from: '2026-05-01',
      quantity: 2,
      monthlyPrice: { amount: '150.00' },
    });
    const told = (await service.events()).filter(({ subject }) => subject === id).at(-1);
    expect(told).toMatchObject({ type: 'plimsoll.subscription.updated.v1', version: 3 });
    expect(told?.data['terms']).toHaveLength(3);
  });

  it('is refused in another currency, for another product, for nothing, and by a stale version', async () => {
    const { id } = await start();
    const change = { id, type: 'ADD_ON' };
    await refused(
      'changeSubscription',
      { ...change, quantity: 2, monthlyPrice: { amount: '9.00', currency: 'USD' } },
      'CURRENCY_MISMATCH',
      'monthlyPrice',
    );
    await refused('changeSubscription', { ...change, planId: ids['dollar'] }, 'CURRENCY_MISMATCH');
    await refused('changeSubscription', { ...change, planId: ids['pay'] }, 'PRODUCT_MISMATCH', 'planId');
    await refused('changeSubscription', { ...change, planId: ids['bare'] }, 'INVALID', 'monthlyPrice');
    await refused('changeSubscription', { ...change, quantity: 1 }, 'INVALID', 'quantity');
    await refused('changeSubscription', { ...change, quantity: 2, on: '2026-03-10' }, 'INVALID', 'on');
    await refused(
      'changeSubscription',
      { ...change, quantity: 2, expectedVersion: 7 },
      'CONFLICT',
      'expectedVersion',
    );
  });

  it('moves renewal date, term and pod by themselves', async () => {
    const { id } = await start();
    const input = { id, expectedVersion: 1, renewsOn: '2026-09-01', term: 'SEMIANNUAL', podId: ids['pod'] };
    expect((await take('updateSubscription', input)).subscription).toMatchObject({
      version: 2,
      renewsOn: '2026-09-01',
    });
    await refused('updateSubscription', { id, renewsOn: '2026-03-11' }, 'INVALID', 'renewsOn');
  });
});

describe('the end of a life', () => {
  it('is asked for on one day, takes effect on another, and is withdrawn', async () => {
    const { id } = await start({ startedOn: '2025-06-01', term: 'ANNUAL', planId: ids['enterprise'] });
    const cancelled = await take('cancelSubscription', { id, expectedVersion: 1, reason: 'price' });
    expect(cancelled.subscription).toMatchObject({
      status: 'CANCELLING',
      cancelledOn: '2026-03-11',
      endsOn: '2026-06-01',
      endedOn: null,
      endReason: 'price',
      renewsOn: null,
      entitlements: {
        nodes: [{ validFrom: '2026-01-01', validTo: '2026-06-01' }, { validTo: '2026-01-01' }],
      },
    });
    await refused('cancelSubscription', { id }, 'INVALID_TRANSITION');
    await refused('renewSubscription', { id }, 'INVALID_TRANSITION');
    const back = await take('reactivateSubscription', { id, expectedVersion: 2 });
    expect(back.subscription).toMatchObject({
      status: 'ACTIVE',
      cancelledOn: null,
      endsOn: null,
      renewsOn: '2027-03-11',
      terms: [{ from: '2025-06-01', to: null }],
      events: {
        nodes: [
          { on: '2025-06-01', type: 'STARTED' },
          { on: '2026-03-11', type: 'CANCELLED', reason: 'price' },
          { on: '2026-03-11', type: 'REACTIVATED' },
        ],
      },
      entitlements: { nodes: [{ validFrom: '2026-01-01', validTo: null }, { validTo: '2026-01-01' }] },
    });
  });

  it('leaves a gap when it has ended and runs again', async () => {
    const { id } = await start({ startedOn: '2026-01-01' });
    const ended = await take('endSubscription', {
      id,
      expectedVersion: 1,
      endedOn: '2026-02-01',
      reason: 'unused',
    });
    expect(ended.subscription).toMatchObject({ status: 'ENDED', endedOn: '2026-02-01', endReason: 'unused' });
    await refused('endSubscription', { id }, 'INVALID_TRANSITION');
    await refused('changeSubscription', { id, type: 'ADD_ON', quantity: 2 }, 'INVALID_TRANSITION');
    const again = { id, expectedVersion: 2, on: '2026-03-01', quantity: 4 };
    expect((await take('reactivateSubscription', again)).subscription).toMatchObject({
      status: 'ACTIVE',
      terms: [
        { from: '2026-01-01', to: '2026-02-01', quantity: 1 },
        { from: '2026-03-01', to: null, quantity: 4, monthlyPrice: { amount: '40.00' } },
      ],
      events: { nodes: [{ type: 'STARTED' }, { type: 'ENDED', reason: 'unused' }, { type: 'REACTIVATED' }] },
      entitlements: {
        nodes: [
          { validFrom: '2026-03-01', validTo: null },
          { validFrom: '2026-01-01', validTo: '2026-02-01' },
        ],
      },
    });
  });

  it('comes a term later with a renewal', async () => {
    const { id } = await start({ startedOn: '2025-04-01', term: 'ANNUAL' });
    const input = { id, expectedVersion: 1, monthlyPrice: { amount: '11.00', currency: 'EUR' } };
    expect((await take('renewSubscription', input)).subscription).toMatchObject({
      renewsOn: '2027-04-01',
      terms: [
        { from: '2025-04-01', to: '2026-04-01', monthlyPrice: { amount: '10.00' } },
        { from: '2026-04-01', to: null, monthlyPrice: { amount: '11.00' } },
      ],
    });
    expect(await ordersOf(id)).toMatchObject([
      {
        status: 'FULFILLED',
        kind: 'RENEW',
        channel: 'STAFF',
        total: [{ amount: '1.00' }],
        lines: [{ effectiveOn: '2026-04-01', monthlyPrice: { amount: '11.00' } }],
      },
    ]);
  });
});

describe('a trial', () => {
  const trial = () =>
    start({ planId: ids['trial'], kind: 'TRIAL', startedOn: '2026-03-01', endsOn: '2026-03-31' });

  it('is extended once for a key', async () => {
    const { id } = await trial();
    const input = {
      idempotencyKey: 'extend',
      subscriptionId: id,
      expectedVersion: 1,
      until: '2026-04-30',
      reason: 'slow legal',
    };
    const { subscription } = await take('extendTrial', input);
    expect(subscription).toMatchObject({ version: 2, kind: 'TRIAL', status: 'ACTIVE', endsOn: '2026-04-30' });
    expect(subscription?.events.nodes).toContainEqual({
      on: '2026-03-11',
      type: 'EXTENDED',
      reason: 'slow legal',
    });
    expect((await take('extendTrial', input)).subscription).toEqual(subscription);
    expect(await take('extendTrial', { ...input, idempotencyKey: 'stale' })).toMatchObject({
      userErrors: [{ code: 'CONFLICT' }],
    });
    const sooner = { ...input, idempotencyKey: 'sooner', expectedVersion: 2, until: '2026-04-01' };
    expect(await take('extendTrial', sooner)).toMatchObject({
      userErrors: [{ code: 'INVALID', path: ['until'] }],
    });
    expect(await read(id)).toEqual(subscription);
  });

  it('is converted into a paid one that begins on the same day', async () => {
    const { id } = await trial();
    const input = {
      idempotencyKey: 'convert',
      subscriptionId: id,
      expectedVersion: 1,
      planId: ids['enterprise'],
      quantity: 2,
      term: 'ANNUAL',
    };
    const { subscription } = await take('convertSubscription', input);
    expect(subscription).toMatchObject({
      kind: 'STANDARD',
      startedOn: '2026-03-11',
      renewsOn: '2027-03-11',
      monthlyPrice: { amount: '200.00', currency: 'EUR' },
      entitlements: { nodes: [{ validFrom: '2026-03-11', agreement: { uptimeTarget: '99.95' } }] },
    });
    expect(await read(id)).toMatchObject({
      version: 2,
      status: 'ENDED',
      endedOn: '2026-03-11',
      endReason: 'converted',
      events: { nodes: [{ type: 'STARTED' }, { type: 'CONVERTED' }, { type: 'ENDED', reason: 'converted' }] },
      entitlements: { nodes: [{ validFrom: '2026-03-01', validTo: '2026-03-11' }] },
    });
    expect((await take('convertSubscription', input)).subscription).toEqual(subscription);
    expect(await ordersOf(id)).toMatchObject([
      {
        status: 'FULFILLED',
        kind: 'MIXED',
        lines: [
          { action: 'TERMINATE', subscription: { id }, charge: { amount: '0' } },
          // 200.00 for 21 of 31 days.
          { action: 'NEW', subscription: { id: subscription?.id }, charge: { amount: '135.48' } },
        ],
      },
    ]);
    const other = await trial();
    const wrong = { ...input, idempotencyKey: 'wrong', subscriptionId: other.id, planId: ids['pay'] };
    expect(await take('convertSubscription', wrong)).toMatchObject({
      userErrors: [{ code: 'PRODUCT_MISMATCH' }],
    });
    expect(await read(other.id)).toEqual(other);
  });
});

describe('every step', () => {
  it('is refused without the role, and changes nothing', async () => {
    const subscription = await start();
    const { id } = subscription;
    const keyed = { idempotencyKey: 'role', subscriptionId: id, expectedVersion: 1 };
    const inputs: [string, Record<string, unknown>][] = [
      ['startSubscription', { idempotencyKey: 'role', customerId: ids['alder'], planId: ids['basic'] }],
      ['updateSubscription', { id, expectedVersion: 1, podId: ids['pod'] }],
      ['changeSubscription', { id, expectedVersion: 1, type: 'ADD_ON', quantity: 2 }],
      ['renewSubscription', { id, expectedVersion: 1, renewsOn: '2027-01-01' }],
      ['cancelSubscription', { id, expectedVersion: 1 }],
      ['endSubscription', { id, expectedVersion: 1 }],
      ['reactivateSubscription', { id, expectedVersion: 1 }],
      ['extendTrial', { ...keyed, until: '2027-01-01', reason: 'x' }],
      ['convertSubscription', { ...keyed, planId: ids['basic'] }],
    ];
    const events = (await service.events()).length;
    for (const [mutation, input] of inputs) {
      for (const caller of [
        // An agent may give a trial more time, within the policy.
        ...(mutation === 'extendTrial' ? [] : [testCallers.agent]),
        testCallers.analyst,
        testCallers.contact(ids['alder'] ?? ''),
      ]) {
        expect(await take(mutation, input, caller)).toMatchObject({
          subscription: null,
          userErrors: [{ code: 'NOT_FOUND' }],
        });
      }
    }
    expect(await read(id)).toEqual(subscription);
    expect((await service.events()).length).toBe(events);
  });
});

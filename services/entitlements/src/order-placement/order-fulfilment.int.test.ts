import 'reflect-metadata';
import { testLogger } from '@plimsoll/shared/testing';
import { NOW } from '../account.fixture.js';
import { chooseProvisioner } from '../provisioner/index.js';
import { provisioningJobs } from '../provisioning-run/index.js';
import { orderService } from './order-placement.fixture.js';

const { service, ids, placeOrder, mutate, rows } = orderService();
const id = (word: string): string => ids[word] ?? '';

/** An order with all that becomes of it. */
const PLACE_ORDER = `mutation PlaceOrder($input: PlaceOrderInput!) {
  placeOrder(input: $input) {
    order { id status lines { action subscription { id status kind pod { id name region } } }
      provisioning { id status progress steps { name status attempts error at } } }
    userErrors { code message path }
  }
}`;

/** Runs every provisioning request that is queued to its end, at an instant. */
async function provision(at: Date = NOW): Promise<void> {
  const { database } = service.test;
  const clock = () => at;
  const jobs = provisioningJobs({
    database,
    logger: testLogger(),
    clock,
    provisionerOf: chooseProvisioner({ standard: null, byProduct: new Map() }, { database, clock }),
  });
  const queued = await rows<{ id: string }>(
    `select id from provisioning_request where status in ('QUEUED', 'RUNNING', 'COMPENSATING')`,
  );
  for (const request of queued) {
    await jobs.handlers['run_provisioning_request']?.({ requestId: request.id }, { id: '1', attempt: 1 });
  }
  await jobs.stopped?.();
}

const read = async (order: string | undefined) =>
  (
    await service.run<{ order: { status: string; version: number; lines: { charge: object }[] } }>(
      `query ($id: ID!) { order(id: $id) { status version total { amount } lines { charge { from to amount }
         subscription { id status quantity monthlyPrice { amount } endsOn pod { name } tenant { status quantity } } } } }`,
      { id: order },
    )
  ).order;
const revenue = async () =>
  (
    await service.run<{ customer: { monthlyRecurringRevenue: object[] } }>(
      'query ($id: ID!) { customer(id: $id) { monthlyRecurringRevenue { amount } } }',
      { id: id('alder') },
    )
  ).customer.monthlyRecurringRevenue;

describe('an order', () => {
  let subscription = '';

  it('becomes a running subscription with its tenant, seat, revenue and entitlement', async () => {
    const { order } = await placeOrder({
      customerId: id('alder'),
      lines: [{ action: 'NEW', planId: id('basic'), quantity: 3 }],
    });
    subscription = order?.lines[0]?.subscription.id ?? '';
    expect(await read(order?.id)).toMatchObject({
      lines: [{ subscription: { status: 'PENDING', pod: { name: 'EU Central' }, tenant: null } }],
    });
    expect(await revenue()).toEqual([]);
    await provision();
    expect(await read(order?.id)).toMatchObject({
      status: 'FULFILLED',
      lines: [{ subscription: { status: 'ACTIVE', tenant: { status: 'ACTIVE', quantity: 3 } } }],
    });
    expect(await revenue()).toEqual([{ amount: '30.00' }]);
  });

  it('adds units, and ends it', async () => {
    const add = { action: 'ADD_ON', subscriptionId: subscription, quantity: 2 };
    const added = await placeOrder({ customerId: id('alder'), lines: [add] });
    await provision();
    expect(await read(added.order?.id)).toMatchObject({
      status: 'FULFILLED',
      lines: [{ subscription: { quantity: 5, monthlyPrice: { amount: '50.00' }, tenant: { quantity: 5 } } }],
    });
    const end = { action: 'TERMINATE', subscriptionId: subscription };
    const ended = await placeOrder({ customerId: id('alder'), lines: [end] });
    await provision();
    expect(await read(ended.order?.id)).toMatchObject({
      status: 'FULFILLED',
      lines: [{ subscription: { status: 'CANCELLING', endsOn: '2026-04-11' } }],
    });
    expect(await revenue()).toEqual([{ amount: '50.00' }]);
  });

  it('charges from the day on which its subscription really begins', async () => {
    const { order } = await placeOrder({
      customerId: id('alder'),
      lines: [{ action: 'NEW', planId: id('basic') }],
    });
    expect(order?.lines[0]?.charge).toEqual({ from: '2026-03-11', to: '2026-04-01', amount: '6.77' });
    await provision(new Date('2026-03-16T12:00:00Z'));
    const fulfilled = await read(order?.id);
    // 16 of 31 days of 10.00.
    expect(fulfilled).toMatchObject({
      status: 'FULFILLED',
      total: [{ amount: '5.16' }],
      lines: [{ charge: { from: '2026-03-16', to: '2026-04-01', amount: '5.16' } }],
    });
    const told = (await service.events()).findLast(({ type }) => type === 'plimsoll.order.fulfilled.v1');
    expect(told?.data).toMatchObject({ lines: [{ charge: { from: '2026-03-16', amount: '5.16' } }] });
  });

  it('leaves nothing that runs when it is called off', async () => {
    const { order } = await placeOrder({
      customerId: id('alder'),
      lines: [{ action: 'NEW', planId: id('basic') }],
    });
    const input = { id: order?.id, expectedVersion: order?.version, reason: 'mistaken' };
    expect((await mutate('cancelOrder', input)).userErrors).toEqual([]);
    await provision();
    expect(await read(order?.id)).toMatchObject({
      status: 'CANCELLED',
      lines: [{ subscription: { status: 'ENDED', pod: null, tenant: null } }],
    });
    const again = { ...input, expectedVersion: (await read(order?.id)).version };
    expect(await mutate('cancelOrder', again)).toMatchObject({
      userErrors: [{ code: 'INVALID_TRANSITION' }],
    });
  });

  it('keeps its tenant where a trial is converted', async () => {
    const { order } = await placeOrder({
      customerId: id('cedar'),
      lines: [{ action: 'NEW', planId: id('trial'), kind: 'TRIAL' }],
    });
    await provision();
    const trial = order?.lines[0]?.subscription.id;
    const { result } = await service.run<{
      result: { subscription: { id: string; tenant: object }; userErrors: object[] };
    }>(
      `mutation ($input: ConvertSubscriptionInput!) { result: convertSubscription(input: $input) {
         subscription { id kind pod { name } tenant { id status } } userErrors { code message } } }`,
      {
        input: {
          idempotencyKey: 'convert',
          subscriptionId: trial,
          expectedVersion: (
            await service.run<{ subscription: { version: number } }>(
              'query ($id: ID!) { subscription(id: $id) { version } }',
              { id: trial },
            )
          ).subscription.version,
          planId: id('basic'),
        },
      },
    );
    expect(result).toMatchObject({
      subscription: { kind: 'STANDARD', pod: { name: 'EU Central' }, tenant: { status: 'ACTIVE' } },
      userErrors: [],
    });
  });

  it('answers what a reseller asks of it at once', async () => {
    const { placeOrder: placed } = await service.run<{
      placeOrder: { order: object; userErrors: object[] };
    }>(PLACE_ORDER, {
      input: {
        idempotencyKey: 'contract',
        customer: { name: 'Fir Mills', region: 'EMEA', timeZone: 'Europe/Berlin' },
        partnerId: id('arbor'),
        lines: [
          {
            action: 'NEW',
            planId: id('basic'),
            kind: 'STANDARD',
            quantity: 2,
            region: 'EMEA',
            vertical: 'retail',
            branding: { productName: 'Fir' },
            effectiveOn: '2026-03-12',
            reason: 'first order',
          },
        ],
      },
    });
    expect(placed.userErrors).toEqual([]);
    expect(placed.order).toMatchObject({
      lines: [{ action: 'NEW', subscription: { status: 'PENDING', kind: 'STANDARD' } }],
      provisioning: { status: 'QUEUED' },
    });
  });
});

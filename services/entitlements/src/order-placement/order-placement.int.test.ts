import 'reflect-metadata';
import type { Principal } from '@plimsoll/shared';
import { testCallers } from '@plimsoll/shared/testing';
import { orderRecords } from '../order/index.js';
import { orderService } from './order-placement.fixture.js';

const { service, ids, mutate, placeOrder, running, rows } = orderService();
const manager: Principal = { subject: 'test-manager', roles: ['manager'] };
const id = (word: string): string => ids[word] ?? '';
const fresh = (more: object = {}) => ({ action: 'NEW', planId: id('basic'), ...more });

/** What the database holds of orders and subscriptions, and what was told. */
async function traces(): Promise<object> {
  const [counted] = await rows(
    `select (select count(*) from customer_order) as orders, (select count(*) from order_line) as lines,
            (select count(*) from subscription) as subscriptions, (select count(*) from customer) as customers,
            (select count(*) from provisioning_request) as requests, (select count(*) from outbox) as events,
            (select count(*) from idempotency_record) as keys`,
  );
  return counted ?? {};
}

describe('a new subscription', () => {
  it('is priced, charged from its first day, and counts nowhere until its tenant is ready', async () => {
    const { order, userErrors } = await placeOrder({
      customerId: id('alder'),
      lines: [
        fresh({ quantity: 3 }),
        fresh({ planId: id('pay'), effectiveOn: '2026-04-16', term: 'ANNUAL' }),
      ],
      note: 'as agreed on the telephone',
    });
    expect(userErrors).toEqual([]);
    expect(order).toMatchObject({
      kind: 'NEW',
      channel: 'STAFF',
      customer: { name: 'Alder Works' },
      // 21 days of March at 30.00: 30.00 − round(30·10/31 = 9.677…); 15 of 30 days of April at 5.00.
      total: [{ amount: '22.82', currency: 'EUR' }],
      lines: [
        {
          action: 'NEW',
          quantity: 3,
          effectiveOn: '2026-03-11',
          term: 'MONTHLY',
          unitPrice: { amount: '10.00' },
          monthlyPrice: { amount: '30.00', currency: 'EUR' },
          charge: { from: '2026-03-11', to: '2026-04-01', amount: '20.32' },
          subscription: { status: 'PENDING', activatedAt: null, terms: [] },
        },
        {
          quantity: 1,
          term: 'ANNUAL',
          charge: { from: '2026-04-16', to: '2026-05-01', amount: '2.5' },
          subscription: { status: 'PENDING' },
        },
      ],
    });
    const { customer } = await service.run<{ customer: object }>(
      `query ($id: ID!) { customer(id: $id) { monthlyRecurringRevenue { amount } entitlements { totalCount }
         renewals { renewsOn } orders { totalCount nodes { id } } } }`,
      { id: id('alder') },
    );
    expect(customer).toMatchObject({
      monthlyRecurringRevenue: [],
      entitlements: { totalCount: 0 },
      renewals: [],
      orders: { totalCount: 1, nodes: [{ id: order?.id }] },
    });
    const told = (await service.events()).filter(({ subject }) => subject === order?.id);
    expect(told.map(({ type }) => type)).toContain('plimsoll.order.placed.v1');
    expect(told.at(0)?.data).toMatchObject({
      customerId: id('alder'),
      lines: [{ action: 'NEW', monthlyPrice: '30', charge: { amount: '20.32' } }, { action: 'NEW' }],
    });
    expect(JSON.stringify(told)).not.toContain('telephone');
    const subscription = (await service.events()).findLast(
      ({ type }) => type === 'plimsoll.subscription.created.v1',
    );
    expect(subscription?.data).toMatchObject({
      status: 'PENDING',
      terms: [],
      startedOn: '2026-04-16',
      endedOn: '2026-04-16',
    });
  });

  it('costs nothing as a trial whatever the list says, for as long as the policy lets the caller', async () => {
    const trial = (caller?: Principal, more: object = {}) =>
      placeOrder(
        { customerId: id('alder'), lines: [fresh({ planId: id('enterprise'), kind: 'TRIAL', ...more })] },
        caller,
      );
    expect((await trial()).order?.lines[0]).toMatchObject({
      endsOn: '2026-04-10',
      term: null,
      unitPrice: null,
      monthlyPrice: { amount: '0.00' },
      charge: { amount: '0' },
      subscription: { kind: 'TRIAL' },
    });
    expect(await trial(testCallers.agent, { endsOn: '2026-06-01' })).toMatchObject({
      order: null,
      userErrors: [{ code: 'TRIAL_POLICY', path: ['lines', '0', 'endsOn'] }],
    });
    expect(await trial(testCallers.partner(id('arbor')))).toMatchObject({
      userErrors: [{ code: 'TRIAL_USED', path: ['lines', '0', 'kind'] }],
    });
  });

  it('costs another price where a manager says why', async () => {
    const line = { monthlyPrice: { amount: '7.125', currency: 'EUR' }, reason: 'first year' };
    const input = (more: object) => ({ customerId: id('alder'), lines: [fresh({ ...line, ...more })] });
    expect((await placeOrder(input({}), manager)).order?.lines[0]).toMatchObject({
      unitPrice: { amount: '10.00' },
      monthlyPrice: { amount: '7.125', currency: 'EUR' },
      charge: { amount: '4.83' },
    });
    const refused: [object, Principal, string, string][] = [
      [{}, testCallers.operator, 'INVALID', 'monthlyPrice'],
      [{}, testCallers.partner(id('arbor')), 'INVALID', 'monthlyPrice'],
      [{ reason: null }, manager, 'INVALID', 'reason'],
      [{ monthlyPrice: { amount: '7', currency: 'USD' } }, manager, 'CURRENCY_MISMATCH', 'monthlyPrice'],
      [{ monthlyPrice: { amount: '-7', currency: 'EUR' } }, manager, 'INVALID', 'monthlyPrice'],
      [{ monthlyPrice: { amount: '9'.repeat(30), currency: 'EUR' } }, manager, 'INVALID', 'monthlyPrice'],
    ];
    for (const [more, caller, code, field] of refused) {
      expect(await placeOrder(input(more), caller)).toMatchObject({
        order: null,
        userErrors: [{ code, path: ['lines', '0', field] }],
      });
    }
  });

  it.each<[object, string, string[]]>([
    [{ lines: [] }, 'INVALID', ['lines']],
    [{ lines: [{ quantity: 0 }] }, 'INVALID', ['lines', '0', 'quantity']],
    [{ lines: [{}, { quantity: -1 }] }, 'INVALID', ['lines', '1', 'quantity']],
    [{ lines: [{ quantity: 1_000_000_000 }] }, 'INVALID', ['lines', '0', 'quantity']],
    [{ lines: [{ effectiveOn: '0001-01-01' }] }, 'INVALID', ['lines', '0', 'effectiveOn']],
    [{ lines: [{ effectiveOn: '9999-12-31' }] }, 'INVALID', ['lines', '0', 'effectiveOn']],
    [{ lines: [{ endsOn: '9999-12-31' }] }, 'INVALID', ['lines', '0', 'endsOn']],
    [{ lines: [{ endsOn: '2026-03-11' }] }, 'INVALID', ['lines', '0', 'endsOn']],
    [{ lines: [{ planId: 'pln_00000000000000000000000000' }] }, 'NOT_FOUND', ['lines', '0', 'planId']],
    [{ lines: [{ branding: { domain: 'no domain' } }] }, 'INVALID', ['lines', '0', 'branding', 'domain']],
    [{ lines: [{ region: 'x'.repeat(101) }] }, 'INVALID', ['lines', '0', 'region']],
    [{ lines: [{}], customerId: 'cus_00000000000000000000000000' }, 'NOT_FOUND', ['customerId']],
    [{ lines: [{}], customer: { name: 'Both' } }, 'INVALID', ['customerId']],
    [{ lines: [{}], partnerId: 'par_00000000000000000000000000' }, 'NOT_FOUND', ['partnerId']],
    [{ lines: [{}], note: ' ' }, 'INVALID', ['note']],
    [{ lines: [{}], idempotencyKey: '' }, 'INVALID', ['idempotencyKey']],
  ])('is refused with %j and leaves nothing', async (given, code, path) => {
    const before = await traces();
    const input = given as { lines: object[] };
    const lines = input.lines.map((line) => fresh(line));
    expect(await placeOrder({ customerId: id('alder'), ...input, lines })).toMatchObject({
      order: null,
      userErrors: [{ code, path }],
    });
    expect(await traces()).toEqual(before);
  });

  it('is refused where nothing prices the plan, and in a price of 40 digits by its type', async () => {
    const bare = { customerId: id('alder'), lines: [fresh({ planId: id('bare') })] };
    expect(await placeOrder(bare)).toMatchObject({
      userErrors: [{ code: 'INVALID', path: ['lines', '0', 'planId'] }],
    });
    const input = {
      idempotencyKey: 'digits',
      customerId: id('alder'),
      lines: [fresh({ monthlyPrice: { amount: '1'.repeat(40), currency: 'EUR' }, reason: 'x' })],
    };
    const { errors } = await service.execute(
      'mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { order { id } } }',
      { input },
    );
    expect(errors?.[0]?.message).toContain('A decimal is written with digits');
    const many = Array.from({ length: 10_000 }, () => fresh());
    expect(await placeOrder({ customerId: id('alder'), lines: many })).toMatchObject({
      userErrors: [{ code: 'INVALID', path: ['lines'] }],
    });
  });
});

describe('an order on a subscription', () => {
  it('adds units, changes the plan, renews and ends, each with what it charges', async () => {
    const added = await running({ quantity: 2, term: 'ANNUAL' });
    const upgraded = await running({ planId: id('basic') });
    const downgraded = await running({ planId: id('enterprise') });
    const renewed = await running({ term: 'ANNUAL' });
    const ended = await running({ term: 'MONTHLY', renewsOn: '2026-04-16' });
    const { order, userErrors } = await placeOrder({
      customerId: id('alder'),
      lines: [
        { action: 'ADD_ON', subscriptionId: added, quantity: 3 },
        { action: 'CHANGE', subscriptionId: upgraded, planId: id('enterprise') },
        { action: 'CHANGE', subscriptionId: downgraded, planId: id('basic'), effectiveOn: '2026-04-01' },
        { action: 'RENEW', subscriptionId: renewed },
        { action: 'TERMINATE', subscriptionId: ended, reason: 'unused' },
      ],
    });
    expect(userErrors).toEqual([]);
    expect(order).toMatchObject({
      kind: 'MIXED',
      lines: [
        // 30.00 more for 21 of 31 days.
        { changeType: 'ADD_ON', quantity: 5, monthlyPrice: { amount: '50.00' }, charge: { amount: '20.32' } },
        // 90.00 more: (100 − 32.26) − (10 − 3.23).
        { changeType: 'UPGRADED', monthlyPrice: { amount: '100.00' }, charge: { amount: '60.97' } },
        { changeType: 'DOWNGRADED', charge: { from: '2026-04-01', to: '2026-05-01', amount: '-90' } },
        { changeType: null, effectiveOn: '2027-01-01', charge: { amount: '0' } },
        { changeType: null, effectiveOn: '2026-04-16', charge: { to: '2026-05-01', amount: '-5' } },
      ],
    });
  });

  it('is refused while another is under way, also where both come at once', async () => {
    const subscription = await running();
    const order = (quantity: number) =>
      placeOrder({
        customerId: id('alder'),
        lines: [{ action: 'CHANGE', subscriptionId: subscription, quantity }],
      });
    const both = await Promise.all([order(2), order(3)]);
    expect(both.filter((one) => one.order !== null)).toHaveLength(1);
    expect(both.flatMap(({ userErrors }) => userErrors)).toMatchObject([
      { code: 'ORDER_OPEN', path: ['lines', '0', 'subscriptionId'] },
    ]);
    const placed = both.find((one) => one.order !== null)?.order;
    expect(await order(4)).toMatchObject({ userErrors: [{ code: 'ORDER_OPEN' }] });
    const cancel = { id: placed?.id, expectedVersion: placed?.version, reason: 'mistaken' };
    const stale = { ...cancel, expectedVersion: 99 };
    expect(await mutate('cancelOrder', stale)).toMatchObject({ userErrors: [{ code: 'CONFLICT' }] });
    expect((await mutate('cancelOrder', cancel)).userErrors).toEqual([]);
  });

  it.each<[string, object, string, string]>([
    ['of nothing', { action: 'CHANGE' }, 'INVALID', 'quantity'],
    ['to another product', { action: 'CHANGE', planId: 'pay' }, 'PRODUCT_MISMATCH', 'planId'],
    ['to another currency', { action: 'CHANGE', planId: 'dollar' }, 'CURRENCY_MISMATCH', 'planId'],
    ['to a plan without a price', { action: 'CHANGE', planId: 'bare' }, 'INVALID', 'planId'],
    ['in the past', { action: 'CHANGE', quantity: 2, effectiveOn: '2026-03-10' }, 'INVALID', 'effectiveOn'],
    ['without a term', { action: 'RENEW' }, 'INVALID', 'renewsOn'],
    ['beyond what is possible', { action: 'ADD_ON', quantity: 1_000_000 }, 'INVALID', 'quantity'],
  ])('is refused %s', async (_name, line, code, field) => {
    const subscriptionId = await running();
    const before = await traces();
    const plan = (line as { planId?: string }).planId;
    const asked = { ...line, subscriptionId, ...(plan === undefined ? {} : { planId: id(plan) }) };
    expect(await placeOrder({ customerId: id('alder'), lines: [asked] })).toMatchObject({
      order: null,
      userErrors: [{ code, path: ['lines', '0', field] }],
    });
    expect(await traces()).toEqual(before);
  });

  it('is refused on one that is being provisioned, has ended, or is another’s', async () => {
    const { order } = await placeOrder({ customerId: id('birch'), lines: [fresh()] });
    const pending = order?.lines[0]?.subscription.id;
    const ended = await running({ startedOn: '2026-01-01', endsOn: '2026-02-01' });
    const others = await running({ customerId: id('cedar') });
    const change = (subscriptionId: string | undefined, customer: string) =>
      placeOrder({
        customerId: id(customer),
        lines: [{ action: 'CHANGE', subscriptionId, quantity: 2 }],
      });
    expect(await change(pending, 'birch')).toMatchObject({ userErrors: [{ code: 'ORDER_OPEN' }] });
    expect(await change(ended, 'alder')).toMatchObject({ userErrors: [{ code: 'INVALID_TRANSITION' }] });
    expect(await change(others, 'alder')).toMatchObject({
      userErrors: [{ code: 'NOT_FOUND', path: ['lines', '0', 'subscriptionId'] }],
    });
  });
});

describe('who may order', () => {
  it('is staff for everybody, a reseller for its own customers, a contact for its own company', async () => {
    const input = { customerId: id('alder'), lines: [fresh()] };
    const allowed: [Principal, string][] = [
      [manager, 'STAFF'],
      [testCallers.operator, 'STAFF'],
      [testCallers.agent, 'STAFF'],
      [testCallers.partner(id('arbor')), 'PARTNER'],
      [testCallers.contact(id('alder')), 'CONTACT'],
    ];
    for (const [caller, channel] of allowed) {
      expect((await placeOrder(input, caller)).order).toMatchObject({ channel });
    }
    const before = await traces();
    const refused = [
      testCallers.executive,
      testCallers.analyst,
      testCallers.nobody,
      { subject: 'reseller of nothing', roles: ['partner'] } as const,
      testCallers.partner(id('bosk')),
      testCallers.contact(id('birch')),
    ];
    for (const caller of refused) {
      expect(await placeOrder(input, caller)).toMatchObject({
        order: null,
        userErrors: [{ code: 'NOT_FOUND' }],
      });
    }
    expect(await traces()).toEqual(before);
  });

  it('needs the scope ORDERS of an API key', async () => {
    const key = (keyScopes: ('READ' | 'ORDERS')[]): Principal => ({
      ...testCallers.partner(id('arbor')),
      keyScopes,
    });
    const input = { customerId: id('alder'), lines: [fresh()] };
    expect(await placeOrder(input, key(['READ']))).toMatchObject({ userErrors: [{ code: 'FORBIDDEN' }] });
    expect((await placeOrder(input, key(['READ', 'ORDERS']))).order).not.toBeNull();
  });

  it('sees the subscriptions of others as nothing', async () => {
    const subscriptionId = await running();
    for (const action of ['TERMINATE', 'RENEW', 'CHANGE', 'ADD_ON']) {
      const line = { action, subscriptionId, ...(action === 'ADD_ON' ? { quantity: 1 } : {}) };
      const input = { customerId: id('birch'), lines: [line] };
      for (const caller of [testCallers.partner(id('bosk')), testCallers.contact(id('birch'))]) {
        expect(await placeOrder(input, caller)).toMatchObject({
          userErrors: [{ code: 'NOT_FOUND', path: ['lines', '0', 'subscriptionId'] }],
        });
      }
    }
    const contact = testCallers.contact(id('alder'));
    const own = { lines: [{ action: 'TERMINATE', subscriptionId, reason: 'unused' }] };
    const { order } = await placeOrder(own, contact);
    expect(order).toMatchObject({ kind: 'TERMINATE', channel: 'CONTACT' });
    const cancel = { id: order?.id, expectedVersion: order?.version, reason: 'changed our mind' };
    for (const caller of [testCallers.contact(id('birch')), testCallers.partner(id('bosk'))]) {
      expect(await mutate('cancelOrder', cancel, caller)).toMatchObject({
        order: null,
        userErrors: [{ code: 'NOT_FOUND', path: ['id'] }],
      });
    }
    expect((await mutate('cancelOrder', cancel, contact)).userErrors).toEqual([]);
  });

  it('enrols a customer with its order: a reseller its own, a contact none', async () => {
    const input = { customer: { name: 'Elder Mills', timeZone: 'Europe/Berlin' }, lines: [fresh()] };
    const { order } = await placeOrder(input, testCallers.partner(id('arbor')));
    expect(order?.customer).toMatchObject({ name: 'Elder Mills', partner: { id: id('arbor') } });
    expect(order?.customer.csi).toMatch(/^[0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]{3}$/);
    expect((await placeOrder({ ...input, partnerId: id('bosk') })).order?.customer.partner).toEqual({
      id: id('bosk'),
    });
    expect((await placeOrder(input)).order?.customer.partner).toBeNull();
    const before = await traces();
    const refused: [object, Principal, string, string[]][] = [
      [input, { subject: 'reseller of nothing', roles: ['partner'] }, 'NOT_FOUND', []],
      [input, { subject: 'contact of nobody', roles: ['contact'] }, 'NOT_FOUND', []],
      [input, testCallers.contact(id('alder')), 'INVALID', ['customerId']],
      [{ ...input, partnerId: id('bosk') }, testCallers.partner(id('arbor')), 'NOT_FOUND', ['partnerId']],
      [
        { ...input, customer: { ...input.customer, timeZone: 'Mars/Base' } },
        manager,
        'INVALID',
        ['customer', 'timeZone'],
      ],
      [
        { ...input, customer: { ...input.customer, csi: 'ALD-ER-001' } },
        manager,
        'DUPLICATE_CSI',
        ['customer', 'csi'],
      ],
      [{ ...input, lines: [fresh({ quantity: 0 })] }, manager, 'INVALID', ['lines', '0', 'quantity']],
      [{ ...input, lines: [fresh({ planId: id('bare') })] }, manager, 'INVALID', ['lines', '0', 'planId']],
    ];
    for (const [body, caller, code, path] of refused) {
      expect(await placeOrder(body as Record<string, unknown>, caller)).toMatchObject({
        order: null,
        userErrors: [{ code, path }],
      });
    }
    expect(await traces()).toEqual(before);
  });
});

describe('an idempotency key', () => {
  it('places one order for twenty at once, and refuses another body', async () => {
    const input = { idempotencyKey: 'twenty', customerId: id('alder'), lines: [fresh()] };
    const before = (await traces()) as { orders: number };
    const answers = await Promise.all(Array.from({ length: 20 }, () => placeOrder(input)));
    expect(new Set(answers.map(({ order }) => order?.id)).size).toBe(1);
    expect(answers.flatMap(({ userErrors }) => userErrors)).toEqual([]);
    const after = (await traces()) as { orders: number };
    expect(Number(after.orders)).toBe(Number(before.orders) + 1);
    expect(await placeOrder({ ...input, lines: [fresh({ quantity: 2 })] })).toMatchObject({
      order: null,
      userErrors: [{ code: 'IDEMPOTENCY_MISMATCH', path: ['idempotencyKey'] }],
    });
    // Another caller's key is another key.
    expect((await placeOrder(input, testCallers.operator)).order?.id).not.toBe(answers[0]?.order?.id);
  });
});

describe('an order that somebody changes', () => {
  it('is told with its lines', async () => {
    const { order } = await placeOrder({ customerId: id('alder'), lines: [fresh()] });
    await service.test.database.transaction({ kind: 'SYSTEM' }, (tx) =>
      orderRecords.update(tx, { actorId: null }, order?.id ?? '', order?.version ?? 0, () => ({ note: 'x' })),
    );
    const told = (await service.events()).findLast(({ subject }) => subject === order?.id);
    expect(told).toMatchObject({
      type: 'plimsoll.order.updated.v1',
      data: { lines: [{ action: 'NEW', monthlyPrice: '10' }] },
    });
  });
});

describe('reading orders', () => {
  it('shows each caller its own, filtered and in order, with as many statements for many as for one', async () => {
    const total = async (filter: object, caller?: Principal) =>
      (
        await service.run<{ orders: { totalCount: number } }>(
          'query ($filter: OrderFilter) { orders(filter: $filter) { totalCount } }',
          { filter },
          caller,
        )
      ).orders.totalCount;
    const [counted] = await rows<{ all: string; alder: string; arbor: string }>(
      `select count(*) as all, count(*) filter (where customer_id = $1) as alder,
              count(*) filter (where partner_id = $2) as arbor from customer_order`,
      [id('alder'), id('arbor')],
    );
    expect(await total({})).toBe(Number(counted?.all));
    expect(await total({ customerId: id('alder') })).toBe(Number(counted?.alder));
    expect(await total({ partnerId: id('arbor') })).toBe(Number(counted?.arbor));
    expect(await total({}, testCallers.contact(id('alder')))).toBe(Number(counted?.alder));
    expect(await total({}, testCallers.partner(id('arbor')))).toBe(Number(counted?.arbor));
    expect(await total({}, testCallers.nobody)).toBe(0);
    expect(await total({ kind: 'MIXED' })).toBe(1);
    expect(await total({ channel: 'CONTACT', statuses: ['FULFILLED'] })).toBe(0);
    expect(
      await total({ placedFrom: '2026-03-10T23:30:00Z', placedBefore: '2026-03-10T23:30:00.001Z' }),
    ).toBe(Number(counted?.all));
    expect(await total({ placedFrom: '2026-03-10T23:30:00.001Z' })).toBe(0);

    const { orders } = await service.run<{
      orders: { nodes: { id: string; history: { totalCount: number } }[] };
    }>('{ orders(first: 1) { nodes { id history { totalCount } } } }');
    const one = orders.nodes[0]?.id ?? '';
    expect(orders.nodes[0]?.history.totalCount).toBeGreaterThan(0);
    const own = 'query ($id: ID!) { order(id: $id) { id customer { name } } }';
    expect(await service.run(own, { id: one }, testCallers.nobody)).toEqual({ order: null });
    const document = (
      first: number,
    ) => `{ orders(first: ${first}, filter: { customerId: "${id('alder')}" }) { nodes { id total { amount }
      customer { name } partner { name } lines { number plan { name } subscription { status } } } } }`;
    await service.run(document(1));
    expect(await service.countStatements(document(20))).toBe(await service.countStatements(document(2)));
  });
});

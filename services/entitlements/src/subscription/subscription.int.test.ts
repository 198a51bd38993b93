import 'reflect-metadata';
import { accountService, idOf, loadAccounts } from '../account.fixture.js';

const service = accountService();
const { load, run } = service;
beforeAll(() => loadAccounts(service));

const row = (external_id: string, more: Record<string, string> = {}) => ({
  external_id,
  customer: 'alder',
  plan: 'basic',
  kind: 'STANDARD',
  started_on: '2025-06-01',
  ...more,
});

const SUBSCRIPTION = `{ version kind status startedOn cancelledOn renewsOn endsOn endedOn quantity term
  monthlyPrice { amount currency } plan { name } product { name } pod { name } customer { name }
  terms { from to quantity monthlyPrice { amount currency } plan { name } }
  events { totalCount nodes { on type quantity monthlyPrice plan { name } reason } }
  entitlements { nodes { validFrom validTo cases product { name } agreement { uptimeTarget } supportLevel { name } } } }`;

async function read(externalId: string): Promise<Record<string, unknown>> {
  const { found } = await run<{ found: Record<string, unknown> }>(
    `query ($id: String!) { found: subscriptionByExternalId(source: "import", externalId: $id) ${SUBSCRIPTION} }`,
    { id: externalId },
  );
  return found;
}

const subscriptionEvents = async (id: string) =>
  (await service.events()).filter(({ subject, type }) => subject === id && type.includes('subscription'));

describe('importing subscriptions', () => {
  it('takes the terms of the first day, and implies every version of the plan’s agreement', async () => {
    expect(
      await load('Subscriptions', [
        row('s1', {
          plan: 'enterprise',
          quantity: '3',
          monthly_price: '250.00',
          currency: 'EUR',
          term: 'annual',
          renews_on: '2026-06-01',
          pod: 'pod-eu',
        }),
      ]),
    ).toMatchObject({ created: 1, rejects: [] });
    const price = { amount: '250.00', currency: 'EUR' };
    const plan = { name: 'Plan enterprise' };
    const implied = {
      cases: null,
      product: { name: 'Orders' },
      supportLevel: { name: 'Premier support' },
    };
    expect(await read('s1')).toEqual({
      version: 1,
      kind: 'STANDARD',
      status: 'ACTIVE',
      startedOn: '2025-06-01',
      cancelledOn: null,
      renewsOn: '2026-06-01',
      endsOn: null,
      endedOn: null,
      quantity: 3,
      term: 'ANNUAL',
      monthlyPrice: price,
      plan,
      product: { name: 'Orders' },
      pod: { name: 'EU Central' },
      customer: { name: 'Alder Works' },
      terms: [{ from: '2025-06-01', to: null, quantity: 3, monthlyPrice: price, plan }],
      events: {
        totalCount: 1,
        nodes: [{ on: '2025-06-01', type: 'STARTED', quantity: 3, monthlyPrice: '250', plan, reason: null }],
      },
      entitlements: {
        nodes: [
          { ...implied, validFrom: '2026-01-01', validTo: null, agreement: { uptimeTarget: '99.95' } },
          { ...implied, validFrom: '2025-06-01', validTo: '2026-01-01', agreement: { uptimeTarget: '99.9' } },
        ],
      },
    });
    const id = await idOf(service, 'subscription', 's1');
    expect(await subscriptionEvents(id)).toEqual([
      {
        type: 'plimsoll.subscription.created.v1',
        subject: id,
        version: 1,
        data: {
          id,
          externalId: 's1',
          source: 'import',
          customerId: await idOf(service, 'customer', 'alder'),
          planId: await idOf(service, 'plan', 'enterprise'),
          productId: await idOf(service, 'product', 'orders'),
          kind: 'STANDARD',
          status: 'ACTIVE',
          quantity: 3,
          startedOn: '2025-06-01',
          endedOn: null,
          cancelledOn: null,
          endReason: null,
          term: 'ANNUAL',
          renewsOn: '2026-06-01',
          podId: await idOf(service, 'pod', 'pod-eu'),
          terms: [
            {
              from: '2025-06-01',
              to: null,
              planId: await idOf(service, 'plan', 'enterprise'),
              quantity: 3,
              monthlyPrice: '250',
              currency: 'EUR',
            },
          ],
        },
      },
    ]);
    const entitled = (await service.events()).filter(({ data }) => data['subscriptionId'] === id);
    expect(
      entitled.map(({ type, data }) => [type, data['validFrom'], data['validTo'], data['assetId']]),
    ).toEqual([
      ['plimsoll.entitlement.created.v1', '2025-06-01', '2026-01-01', null],
      ['plimsoll.entitlement.created.v1', '2026-01-01', null, null],
    ]);
  });

  it('costs what the plan lists where no price is given, and implies nothing where the plan promises nothing', async () => {
    await load('Subscriptions', [
      row('listed', { quantity: '4' }),
      row('bare', { plan: 'bare', monthly_price: '7.50', currency: 'CHF' }),
    ]);
    expect(await read('listed')).toMatchObject({ monthlyPrice: { amount: '40.00', currency: 'EUR' } });
    expect(await read('bare')).toMatchObject({
      monthlyPrice: { amount: '7.50', currency: 'CHF' },
      entitlements: { nodes: [] },
    });
  });

  it('rejects bad rows alone, each with its reason', async () => {
    const report = await load('Subscriptions', [
      row('bad1', { customer: 'nobody' }),
      row('bad2', { plan: 'nothing' }),
      row('bad3', { kind: 'gift' }),
      row('bad4', { currency: 'USD' }),
      row('bad5', { plan: 'bare' }),
      row('bad6', { ended_on: '2025-05-31' }),
      row('bad7', { quantity: '0' }),
      row('bad8', { monthly_price: '-1' }),
      row('bad9', { started_on: '2025-02-30' }),
      row('bad10', { pod: 'pod-moon' }),
      row('good'),
    ]);
    expect(report).toMatchObject({ created: 1, updated: 0, unchanged: 0 });
    expect(report.rejects.map(({ line, column }) => [line, column])).toEqual([
      [1, 'customer'],
      [2, 'plan'],
      [3, 'kind'],
      [4, 'currency'],
      [5, 'currency'],
      [6, 'ended_on'],
      [7, 'quantity'],
      [8, 'monthly_price'],
      [9, 'started_on'],
      [10, 'pod'],
    ]);
  });

  it('changes nothing when repeated, keeps events when the first day’s terms change, and keeps product and currency', async () => {
    await load('Subscriptions', [row('again', { quantity: '2' })]);
    await load('SubscriptionEvents', [
      { subscription: 'again', on: '2025-09-01', type: 'add_on', quantity: '5', monthly_price: '45' },
    ]);
    const before = (await service.events()).length;
    expect(await load('Subscriptions', [row('again', { quantity: '2' })])).toMatchObject({ unchanged: 1 });
    expect((await service.events()).length).toBe(before);
    expect(await load('Subscriptions', [row('again', { quantity: '3' })])).toMatchObject({ updated: 1 });
    const found = await read('again');
    expect(found).toMatchObject({ quantity: 5, monthlyPrice: { amount: '45.00' } });
    expect(found['terms']).toMatchObject([
      { from: '2025-06-01', to: '2025-09-01', quantity: 3 },
      { from: '2025-09-01', to: null, quantity: 5 },
    ]);
    const refused = await load('Subscriptions', [
      row('again', { plan: 'pay' }),
      row('again', { plan: 'bare', monthly_price: '1', currency: 'USD' }),
    ]);
    expect(refused.rejects.map(({ column }) => column)).toEqual(['plan', 'currency']);
  });

  it('ends what it implies with it, and withdraws what is implied no longer', async () => {
    await load('Subscriptions', [row('ending', { plan: 'enterprise' })]);
    await load('Subscriptions', [
      row('ending', { plan: 'enterprise', ended_on: '2025-12-01', end_reason: 'price' }),
    ]);
    const ended = await read('ending');
    expect(ended).toMatchObject({ status: 'ENDED', endedOn: '2025-12-01', endsOn: '2025-12-01' });
    expect(ended['entitlements']).toMatchObject({
      nodes: [{ validFrom: '2025-06-01', validTo: '2025-12-01', agreement: { uptimeTarget: '99.9' } }],
    });
    const id = await idOf(service, 'subscription', 'ending');
    const last = (await service.events())
      .filter(({ data }) => data['subscriptionId'] === id)
      .map(({ version, data }) => [version, data['validFrom'], data['validTo']]);
    expect(last).toEqual([
      [1, '2025-06-01', '2026-01-01'],
      [1, '2026-01-01', null],
      [2, '2025-06-01', '2025-12-01'],
      [2, '2026-01-01', '2026-01-01'],
    ]);
  });

  it('takes few statements for a thousand rows', async () => {
    const many = Array.from({ length: 1_000 }, (_, index) =>
      row(`many-${index}`, { customer: 'cedar', plan: 'enterprise', pod: 'pod-eu' }),
    );
    const statements = await service.countStatements(
      `mutation ($rows: [JSON!]!) { importSubscriptions(input: { source: "import", rows: $rows }) { created } }`,
      { rows: many },
    );
    expect(statements).toBeLessThanOrEqual(15);
    const events = many.map(({ external_id }) => ({
      subscription: external_id,
      on: '2025-10-01',
      type: 'add_on',
      quantity: '2',
      plan: 'basic',
    }));
    const more = await service.countStatements(
      `mutation ($rows: [JSON!]!) { importSubscriptionEvents(input: { source: "import", rows: $rows }) { created } }`,
      { rows: events },
    );
    expect(more).toBeLessThanOrEqual(21);
  });
});

describe('importing the events of subscriptions', () => {
  const event = (on: string, type: string, more: Record<string, string> = {}) => ({
    subscription: 'log',
    on,
    type,
    ...more,
  });

  it('changes the terms from their day on, and the entitlements with the plan', async () => {
    await load('Subscriptions', [row('log', { quantity: '2' })]);
    const rows = [
      event('2026-03-01', 'upgraded', { quantity: '2', monthly_price: '180.00', plan: 'enterprise' }),
      event('2025-09-01', 'add_on', { quantity: '3', monthly_price: '30' }),
      event('2026-05-01', 'downgraded', { quantity: '1', monthly_price: '90', plan: '' }),
      event('2026-02-01', 'renewed'),
    ];
    expect(await load('SubscriptionEvents', rows)).toEqual({
      created: 4,
      updated: 0,
      unchanged: 0,
      rejects: [],
    });
    const found = await read('log');
    expect(found).toMatchObject({
      version: 2,
      quantity: 2,
      monthlyPrice: { amount: '180.00' },
      plan: { name: 'Plan enterprise' },
    });
    expect(found['terms']).toMatchObject([
      {
        from: '2025-06-01',
        to: '2025-09-01',
        quantity: 2,
        monthlyPrice: { amount: '20.00' },
        plan: { name: 'Plan basic' },
      },
      {
        from: '2025-09-01',
        to: '2026-03-01',
        quantity: 3,
        monthlyPrice: { amount: '30.00' },
        plan: { name: 'Plan basic' },
      },
      { from: '2026-03-01', to: '2026-05-01', quantity: 2, monthlyPrice: { amount: '180.00' } },
      {
        from: '2026-05-01',
        to: null,
        quantity: 1,
        monthlyPrice: { amount: '90.00' },
        plan: { name: 'Plan enterprise' },
      },
    ]);
    expect(found['entitlements']).toMatchObject({
      nodes: [
        { validFrom: '2026-03-01', validTo: null, agreement: { uptimeTarget: '99.95' } },
        { validFrom: '2025-06-01', validTo: '2026-03-01', agreement: { uptimeTarget: '99.5' }, cases: 12 },
      ],
    });
    expect(found['events']).toMatchObject({
      totalCount: 5,
      nodes: [
        { on: '2025-06-01', type: 'STARTED' },
        { on: '2025-09-01', type: 'ADD_ON', quantity: 3, monthlyPrice: '30', plan: null },
        { on: '2026-02-01', type: 'RENEWED', quantity: null },
        { on: '2026-03-01', type: 'UPGRADED', plan: { name: 'Plan enterprise' } },
        { on: '2026-05-01', type: 'DOWNGRADED' },
      ],
    });
    const before = (await service.events()).length;
    expect(await load('SubscriptionEvents', rows)).toEqual({
      created: 0,
      updated: 0,
      unchanged: 4,
      rejects: [],
    });
    expect((await service.events()).length).toBe(before);
    const corrected = event('2025-09-01', 'add_on', { monthly_price: '29' });
    expect(await load('SubscriptionEvents', [corrected])).toMatchObject({ updated: 1 });
    expect((await read('log'))['terms']).toMatchObject([
      {},
      { quantity: 3, monthlyPrice: { amount: '29.00' } },
      {},
      {},
    ]);
  });

  it('rejects bad rows alone, each with its reason', async () => {
    await load('Subscriptions', [row('log2', { ended_on: '2026-01-01' })]);
    const bad = (on: string, type: string, more: Record<string, string> = {}) => ({
      ...event(on, type, more),
      subscription: 'log2',
    });
    const report = await load('SubscriptionEvents', [
      bad('2025-05-31', 'add_on'),
      bad('2026-01-02', 'renewed'),
      bad('2025-09-01', 'exploded'),
      bad('2025-09-01', 'upgraded', { plan: 'pay' }),
      bad('2025-09-01', 'upgraded', { plan: 'dollar' }),
      bad('2025-09-01', 'upgraded', { plan: 'unheard' }),
      bad('2025-09-01', 'add_on', { quantity: '0' }),
      bad('2025-09-01', 'add_on', { monthly_price: '-2' }),
      bad('2025-09-01', 'ended'),
      { ...bad('2025-09-01', 'add_on'), subscription: 'unheard' },
      bad('2026-01-01', 'ended'),
      bad('2025-10-01', 'add_on', { quantity: '2', monthly_price: '18' }),
    ]);
    expect(report).toMatchObject({ created: 2 });
    expect(report.rejects.map(({ line, column }) => [line, column])).toEqual([
      [1, 'on'],
      [2, 'on'],
      [3, 'type'],
      [4, 'plan'],
      [5, 'plan'],
      [6, 'plan'],
      [7, 'quantity'],
      [8, 'monthly_price'],
      [9, 'on'],
      [10, 'subscription'],
    ]);
    expect((await read('log2'))['terms']).toMatchObject([
      { from: '2025-06-01', to: '2025-10-01', quantity: 1 },
      { from: '2025-10-01', to: '2026-01-01', quantity: 2 },
    ]);
  });
});

describe('what a customer has subscribed to', () => {
  interface Mine {
    monthlyRecurringRevenue: { amount: string; currency: string }[];
    renewals: { renewsOn: string; subscription: { externalId: string } }[];
  }
  const mine = async (csi: string, within = 'P90D') =>
    (
      await run<{ customer: Mine }>(
        `query ($csi: String!, $within: Duration!) { customer: customerByCsi(csi: $csi) {
           monthlyRecurringRevenue { amount currency }
           renewals(within: $within) { renewsOn subscription { externalId } } } }`,
        { csi, within },
      )
    ).customer;

  beforeAll(async () => {
    const birch = (id: string, more: Record<string, string>) => row(id, { customer: 'birch', ...more });
    await load('Subscriptions', [
      // In New York it is the 10th of March.
      birch('b-eur', { monthly_price: '10.10', started_on: '2026-03-10', renews_on: '2026-03-10' }),
      birch('b-eur2', { plan: 'pay', monthly_price: '0.20', renews_on: '2026-06-08' }),
      birch('b-usd', { plan: 'dollar', monthly_price: '99', renews_on: '2026-06-09' }),
      birch('b-next', { monthly_price: '1000', started_on: '2026-03-11', renews_on: '2026-04-11' }),
      birch('b-past', { monthly_price: '1000', ended_on: '2026-03-10', renews_on: '2026-04-01' }),
      birch('b-going', {
        monthly_price: '5',
        cancelled_on: '2026-03-01',
        ended_on: '2026-05-01',
        renews_on: '2026-05-01',
      }),
      birch('b-partner', { kind: 'PARTNER', monthly_price: '1000' }),
      birch('b-overdue', { kind: 'PILOT', plan: 'trial', renews_on: '2026-03-09' }),
    ]);
  });

  it('earns us the price of what runs and is paid for, by currency, on its own day', async () => {
    expect((await mine('BIRCH002')).monthlyRecurringRevenue).toEqual([
      { amount: '15.30', currency: 'EUR' },
      { amount: '99.00', currency: 'USD' },
    ]);
  });

  it('is renewed from its own today on, unless it was cancelled', async () => {
    const renewals = async (within: string) =>
      (await mine('BIRCH002', within)).renewals.map(({ renewsOn, subscription }) => [
        renewsOn,
        subscription.externalId,
      ]);
    expect(await renewals('P90D')).toEqual([
      ['2026-03-10', 'b-eur'],
      ['2026-04-11', 'b-next'],
      ['2026-06-08', 'b-eur2'],
    ]);
    expect(await renewals('P0D')).toEqual([['2026-03-10', 'b-eur']]);
    expect((await renewals('P91D')).at(-1)).toEqual(['2026-06-09', 'b-usd']);
    const wrong = await service.execute(
      `{ customerByCsi(csi: "BIRCH002") { renewals(within: "P200Y") { renewsOn } } }`,
    );
    expect(wrong.errors?.[0]?.extensions).toMatchObject({ code: 'INVALID' });
  });

  it('is listed by status, kind, product, plan, pod and renewal', async () => {
    const customerId = await idOf(service, 'customer', 'birch');
    const listed = async (filter: string, orderBy = '') =>
      (
        await run<{ subscriptions: { totalCount: number; nodes: { externalId: string }[] } }>(
          `{ subscriptions(first: 100, filter: { customerId: "${customerId}", ${filter} } ${orderBy}) {
               totalCount nodes { externalId } } }`,
        )
      ).subscriptions.nodes.map(({ externalId }) => externalId);
    expect(await listed('status: PENDING')).toEqual(['b-next']);
    expect(await listed('status: ENDED')).toEqual(['b-past']);
    expect(await listed('status: CANCELLING')).toEqual(['b-going']);
    expect((await listed('status: ACTIVE')).toSorted()).toEqual([
      'b-eur',
      'b-eur2',
      'b-overdue',
      'b-partner',
      'b-usd',
    ]);
    expect(await listed('kind: PARTNER')).toEqual(['b-partner']);
    expect(await listed(`productId: "${await idOf(service, 'product', 'payments')}"`)).toEqual(['b-eur2']);
    expect(await listed(`planId: "${await idOf(service, 'plan', 'dollar')}"`)).toEqual(['b-usd']);
    expect(await listed(`podId: "${await idOf(service, 'pod', 'pod-eu')}"`)).toEqual([]);
    expect(await listed('renewsWithin: "P30D"')).toEqual(['b-eur']);
    expect(
      await listed('kind: STANDARD, renewsWithin: "P1Y"', ', orderBy: { field: RENEWS_ON, direction: DESC }'),
    ).toEqual(['b-usd', 'b-eur2', 'b-next', 'b-eur']);
    const { subscriptions } = await run<{ subscriptions: { totalCount: number } }>(
      `{ subscriptions(filter: { renewsWithin: "P30D" }) { totalCount nodes { id status } } }`,
    );
    expect(subscriptions.totalCount).toBe(1);
  });

  it('takes as many statements for many as for one', async () => {
    const list = (first: number) =>
      service.countStatements(
        `query ($first: Int!) { subscriptions(first: $first) { totalCount nodes ${SUBSCRIPTION} } }`,
        { first },
      );
    await list(1);
    expect(await list(1)).toBe(await list(60));
  });
});

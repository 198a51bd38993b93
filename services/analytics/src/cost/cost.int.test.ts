import 'reflect-metadata';
import { testCallers } from '@plimsoll/shared/testing';
import { monthsOf } from '../executive/index.js';
import { reportingIn } from '../exchange-rate/index.js';
import { customerTold, exchangeRateTold, told } from '../testing/account-events.js';
import { analyticsService } from '../testing/analytics-service.js';
import { costPerTicketByMonth } from './index.js';

const service = analyticsService('2026-03-20T12:00:00.000Z');

const FIELDS =
  'id version externalId source date kind class amount { amount currency } asset { id } queue { id } product { id } customer { id }';
const RECORD = `mutation ($input: RecordCostInput!) { recordCost(input: $input) { cost { ${FIELDS} } userErrors { code path } } }`;
const UPDATE = `mutation ($input: UpdateCostInput!) { updateCost(input: $input) { cost { ${FIELDS} } userErrors { code path } } }`;
const IMPORT = `mutation ($input: ImportInput!) { importCosts(input: $input) {
  read created updated unchanged rejected rejects { line column reason } } }`;
const LIST = `query ($filter: CostFilter, $orderBy: CostOrder, $first: Int! = 20, $after: String) {
  costs(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {
    totalCount nodes { ${FIELDS} } pageInfo { hasNextPage endCursor } } }`;

interface Cost {
  id: string;
  version: number;
  externalId: string | null;
  amount: { amount: string; currency: string };
  [field: string]: unknown;
}
interface Payload {
  cost: Cost | null;
  userErrors: { code: string; path: string[] }[];
}
interface List {
  costs: { totalCount: number; nodes: Cost[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
}
type Caller = Parameters<typeof service.run>[2];

const record = async (input: Record<string, unknown>, caller?: Caller) =>
  (await service.run<{ recordCost: Payload }>(RECORD, { input }, caller)).recordCost;
const update = async (input: Record<string, unknown>, caller?: Caller) =>
  (await service.run<{ updateCost: Payload }>(UPDATE, { input }, caller)).updateCost;
const load = async (rows: Record<string, unknown>[], caller?: Caller) =>
  (
    await service.run<{ importCosts: Record<string, unknown> }>(
      IMPORT,
      { input: { source: 'books', rows } },
      caller,
    )
  ).importCosts;
const list = async (variables: Record<string, unknown> = {}, caller?: Caller) =>
  (await service.run<List>(LIST, variables, caller)).costs;

const NEW = { date: '2026-03-01', kind: ' support_staff ', amount: { amount: '1200.50', currency: 'EUR' } };

beforeAll(async () => {
  await service.tell('entitlements', [
    customerTold('cus_a', { externalId: 'C1', source: 'books', partnerId: 'par_1' }),
    told('product', 'prd_1', { externalId: 'P1', source: 'books', name: 'Mail' }),
    exchangeRateTold('2026-01-01', 'USD', 'EUR', '0.5'),
    exchangeRateTold('2026-02-20', 'USD', 'EUR', '0.8'),
  ]);
  await service.drain();
  await service.test.database.transaction({ kind: 'SYSTEM' }, async (tx) => {
    await tx.query(
      `insert into queue (id, version, external_id, source, name) values ('que_1', 1, 'Q1', 'books', 'Desk')`,
    );
    await tx.query(
      `insert into ticket (id, version, kind, status, opened_at, resolved_at, merged_into_id)
       values ('tkt_1', 1, 'REQUEST', 'RESOLVED', '2026-01-02T00:00:00Z', '2026-01-31T23:59:59.999Z', null),
              ('tkt_2', 1, 'REQUEST', 'RESOLVED', '2026-01-02T00:00:00Z', '2026-02-01T00:00:00Z', null),
              ('tkt_3', 1, 'REQUEST', 'RESOLVED', '2026-01-02T00:00:00Z', '2026-02-09T00:00:00Z', null),
              ('tkt_4', 1, 'REQUEST', 'RESOLVED', '2026-01-02T00:00:00Z', '2026-02-28T00:00:00Z', null),
              ('tkt_5', 1, 'REQUEST', 'CLOSED', '2026-01-02T00:00:00Z', '2026-02-28T00:00:00Z', 'tkt_4'),
              ('tkt_6', 1, 'REQUEST', 'OPEN', '2026-01-02T00:00:00Z', null, null)`,
    );
  });
});

describe('a cost', () => {
  it('is recorded once for its key, with event and history, and changed under its version', async () => {
    const { cost, userErrors } = await record({ ...NEW, idempotencyKey: 'a', customerId: 'cus_a' });
    expect(userErrors).toEqual([]);
    expect(cost).toMatchObject({
      version: 1,
      date: '2026-03-01',
      kind: 'support_staff',
      class: 'DESK',
      amount: { amount: '1200.50', currency: 'EUR' },
      customer: { id: 'cus_a' },
      queue: null,
    });
    const id = cost?.id ?? '';
    expect(id).toMatch(/^cst_/);
    expect((await record({ ...NEW, idempotencyKey: 'a', customerId: 'cus_a' })).cost?.id).toBe(id);
    expect((await record({ ...NEW, idempotencyKey: 'a' })).userErrors).toEqual([
      { code: 'IDEMPOTENCY_MISMATCH', path: ['idempotencyKey'] },
    ]);
    expect(await update({ id, expectedVersion: 1, queueId: 'que_1', customerId: null })).toMatchObject({
      cost: { version: 2, queue: { id: 'que_1' }, customer: null, kind: 'support_staff' },
    });
    expect((await update({ id, expectedVersion: 1, kind: 'x' })).userErrors).toEqual([
      { code: 'CONFLICT', path: ['expectedVersion'] },
    ]);
    const { cost: found } = await service.run<{ cost: { history: { totalCount: number } } }>(
      'query ($id: ID!) { cost(id: $id) { history(first: 5) { totalCount nodes { version fields { name before after } } } } }',
      { id },
    );
    expect(found.history).toMatchObject({
      totalCount: 2,
      nodes: [
        {
          version: 2,
          fields: expect.arrayContaining([{ name: 'queueId', before: null, after: 'que_1' }]) as unknown,
        },
        { version: 1 },
      ],
    });
    const events = await service.test.database.transaction({ kind: 'SYSTEM' }, (tx) =>
      tx.query<{ type: string; data: unknown }>(
        'select type, data from outbox where subject = $1 order by version',
        [id],
      ),
    );
    expect(events.map(({ type }) => type)).toEqual(['plimsoll.cost.created.v1', 'plimsoll.cost.updated.v1']);
    await update({
      id,
      expectedVersion: 2,
      amount: { amount: '0', currency: 'EUR' },
      queueId: null,
      kind: 'x',
    });
  });

  it('names only what is there, and is changed only by those who keep the books', async () => {
    const refused = (code: string, path: string[]) => ({ cost: null, userErrors: [{ code, path }] });
    expect(await record({ ...NEW, idempotencyKey: 'b', assetId: 'ast_none' })).toEqual(
      refused('NOT_FOUND', ['assetId']),
    );
    expect(await record({ ...NEW, idempotencyKey: 'b', kind: ' ' })).toEqual(refused('INVALID', ['kind']));
    expect(await record({ ...NEW, idempotencyKey: 'b', amount: { amount: '1', currency: 'ABC' } })).toEqual(
      refused('INVALID', ['currency']),
    );
    const { totalCount } = await list();
    for (const caller of [
      testCallers.agent,
      testCallers.analyst,
      testCallers.partner('par_1'),
      testCallers.contact('cus_a'),
    ]) {
      expect(await record({ ...NEW, idempotencyKey: 'b' }, caller)).toEqual(refused('NOT_FOUND', []));
    }
    expect((await list()).totalCount).toBe(totalCount);
  });

  it('is shown to staff and analysts alone', async () => {
    const { cost } = await record({
      ...NEW,
      idempotencyKey: 'c',
      amount: { amount: '0', currency: 'EUR' },
      kind: 'x',
      customerId: 'cus_a',
    });
    const one = 'query ($id: ID!) { cost(id: $id) { id } }';
    for (const caller of [testCallers.analyst, testCallers.agent]) {
      expect(await service.run(one, { id: cost?.id }, caller)).toEqual({ cost: { id: cost?.id } });
    }
    for (const caller of [testCallers.partner('par_1'), testCallers.contact('cus_a'), testCallers.nobody]) {
      expect(await service.run(one, { id: cost?.id }, caller)).toEqual({ cost: null });
      expect((await list({}, caller)).totalCount).toBe(0);
    }
    const of =
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Customer { costs(first: 5) { totalCount } } } }';
    const r = [{ __typename: 'Customer', id: 'cus_a' }];
    expect(await service.run(of, { r })).toEqual({ _entities: [{ costs: { totalCount: 1 } }] });
    expect(await service.run(of, { r }, testCallers.partner('par_1'))).toEqual({
      _entities: [{ costs: { totalCount: 0 } }],
    });
  });

  it('is imported: created, unchanged, updated, and one bad row spoils only itself', async () => {
    const rows = (amount: string) => [
      {
        _line: 2,
        external_id: 'K1',
        date: '2026-01-31',
        kind: 'support',
        amount,
        currency: 'EUR',
        queue: 'Q1',
      },
      { _line: 3, external_id: 'K2', date: '2026-02-28', kind: 'salaries', amount: '100', currency: 'EUR' },
      { _line: 4, external_id: 'K3', date: '2026-02-01', kind: 'salaries', amount: '250', currency: 'USD' },
      {
        _line: 5,
        external_id: 'K4',
        date: '2026-02-01',
        kind: 'hosting',
        amount: '999.99',
        currency: 'EUR',
        product: 'P1',
        customer: 'C1',
      },
      { _line: 6, external_id: 'K5', date: '2026-02-31', kind: 'x', amount: '1', currency: 'EUR' },
      { _line: 7, external_id: 'K6', date: '2026-02-01', kind: 'x', amount: 'much', currency: 'EUR' },
      {
        _line: 8,
        external_id: 'K7',
        date: '2026-02-01',
        kind: 'x',
        amount: '1',
        currency: 'EUR',
        asset: 'A9',
      },
      { _line: 9, external_id: 'K8', date: '2026-02-01', kind: 'x', amount: '0.00000001', currency: 'EUR' },
    ];
    const rejects = [
      { line: 6, column: 'date', reason: 'date is not a date of the calendar.' },
      {
        line: 7,
        column: 'amount',
        reason: 'amount is not a decimal with a point, such as 1474.80.',
      },
      { line: 8, column: 'asset', reason: 'There is no asset "A9" in source "books".' },
      {
        line: 9,
        column: 'amount',
        reason: '`amount` has at most 15 digits before and 6 after the point.',
      },
    ];
    expect(await load(rows('70'))).toEqual({
      read: 8,
      created: 4,
      updated: 0,
      unchanged: 0,
      rejected: 4,
      rejects,
    });
    expect(await load(rows('70.00'))).toMatchObject({ created: 0, updated: 0, unchanged: 4 });
    expect(await load(rows('75'))).toMatchObject({ created: 0, updated: 1, unchanged: 3 });
    const { nodes } = await list({
      filter: { source: 'books', to: '2026-02-02' },
      orderBy: { field: 'AMOUNT' },
    });
    expect(
      nodes.map(({ externalId, amount, queue, product, customer }) => ({
        externalId,
        amount,
        queue,
        product,
        customer,
      })),
    ).toEqual([
      {
        externalId: 'K4',
        amount: { amount: '999.99', currency: 'EUR' },
        queue: null,
        product: { id: 'prd_1' },
        customer: { id: 'cus_a' },
      },
      {
        externalId: 'K3',
        amount: { amount: '250.00', currency: 'USD' },
        queue: null,
        product: null,
        customer: null,
      },
      {
        externalId: 'K1',
        amount: { amount: '75.00', currency: 'EUR' },
        queue: { id: 'que_1' },
        product: null,
        customer: null,
      },
    ]);
    await expect(load([], testCallers.agent)).rejects.toThrow('nothing here');
    await expect(load([], testCallers.partner('par_1'))).rejects.toThrow('nothing here');
  });

  it('keeps its place in the list while others arrive before it', async () => {
    const page = (after: string | null) =>
      list({ first: 1, after, filter: { kind: 'paged' }, orderBy: { field: 'DATE', direction: 'ASC' } });
    const paged = (key: string, date: string) =>
      record({ ...NEW, date, kind: 'paged', idempotencyKey: `page-${key}` });
    await paged('b', '2020-01-02');
    await paged('d', '2020-01-04');
    const first = await page(null);
    expect(first).toMatchObject({ totalCount: 2, nodes: [{ date: '2020-01-02' }] });
    await paged('a', '2020-01-01');
    expect(await page(first.pageInfo.endCursor)).toMatchObject({
      totalCount: 3,
      nodes: [{ date: '2020-01-04' }],
      pageInfo: { hasNextPage: false },
    });
  });

  it('takes as many statements for many as for one', async () => {
    const document = `query ($first: Int!) { costs(first: $first) { nodes { id amount { amount } history(first: 3) { totalCount nodes { version } } } } }`;
    await list();
    expect(await service.countStatements(document, { first: 1 })).toBe(
      await service.countStatements(document, { first: 6 }),
    );
  });
});

describe('cost per ticket', () => {
  it('is what the desk cost in a month, by the tickets resolved in it', async () => {
    const months = monthsOf({ from: new Date('2025-12-01T00:00:00Z'), to: new Date('2026-03-20T12:00:00Z') });
    const figures = await service.test.database.transaction({ kind: 'SYSTEM' }, (tx) =>
      costPerTicketByMonth(tx, reportingIn('EUR'), months),
    );
    const eur = (amount: string) => ({ amount, currency: 'EUR' });
    expect([...figures]).toEqual([
      ['2025-12', { perTicket: null, cost: eur('0.00'), ticketCount: 0 }],
      ['2026-01', { perTicket: eur('75.00'), cost: eur('75.00'), ticketCount: 1 }],
      // 100 euros and 250 dollars at 0.8, the rate of the month's last day, by three tickets.
      ['2026-02', { perTicket: eur('100.00'), cost: eur('300.00'), ticketCount: 3 }],
      // The first recorded above was taken back to 0; it is no cost of the desk any more.
      ['2026-03', { perTicket: null, cost: eur('0.00'), ticketCount: 0 }],
    ]);
  });
});

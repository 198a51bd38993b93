import 'reflect-metadata';
import { testCallers } from '@plimsoll/shared/testing';
import { accountService, idOf, loadAccounts } from '../account.fixture.js';
import { unitPriceFor } from './index.js';

const service = accountService();
const { load, run } = service;
type Caller = NonNullable<Parameters<typeof run>[2]>;

interface List {
  id: string;
  version: number;
  name: string;
  validFrom: string;
  validTo: string | null;
  entries: { plan: { name: string }; fromQuantity: number; monthlyPrice: { amount: string } }[];
}
interface Payload {
  priceList: List | null;
  userErrors: { code: string; path: string[] }[];
}

const ids: Record<string, string> = {};
const partner = (word: string) => testCallers.partner(ids[word] ?? '');

/** arbor > copse > thicket, bosk beside. */
beforeAll(async () => {
  await loadAccounts(service);
  await load('Partners', [
    { external_id: 'copse', name: 'Copse', parent: 'arbor' },
    { external_id: 'thicket', name: 'Thicket', parent: 'copse' },
  ]);
  for (const word of ['arbor', 'bosk', 'copse', 'thicket']) ids[word] = await idOf(service, 'partner', word);
  for (const word of ['basic', 'enterprise', 'dollar', 'bare']) ids[word] = await idOf(service, 'plan', word);
});

const FIELDS = `id version name validFrom validTo entries { plan { name } fromQuantity monthlyPrice { amount } }`;
const mutate = async (mutation: string, input: Record<string, unknown>, caller?: Caller) => {
  const type = mutation.charAt(0).toUpperCase() + mutation.slice(1);
  const { result } = await run<{ result: Payload }>(
    `mutation ($input: ${type}Input!) { result: ${mutation}(input: $input) {
       priceList { ${FIELDS} } userErrors { code path } } }`,
    { input },
    caller,
  );
  return result;
};
const create = (key: string, more: Record<string, unknown>, caller?: Caller) =>
  mutate(
    'createPriceList',
    {
      idempotencyKey: key,
      name: `List ${key}`,
      currency: 'EUR',
      validFrom: '2026-01-01',
      entries: [],
      ...more,
    },
    caller,
  );
const price = (plan: string, monthlyPrice: string, fromQuantity = 1) => ({
  planId: ids[plan],
  monthlyPrice,
  fromQuantity,
});
const platformPrice = async (of: {
  partner: string | null;
  plan: string;
  quantity?: number;
  on?: string;
}) => {
  const session = service.test.database.session({ kind: 'SYSTEM' });
  try {
    return await unitPriceFor(session, {
      partnerId: of.partner === null ? null : (ids[of.partner] ?? ''),
      planId: ids[of.plan] ?? '',
      quantity: of.quantity ?? 1,
      on: of.on ?? '2026-03-10',
    });
  } finally {
    await session.release();
  }
};

describe('a price list', () => {
  it('is created with its event, shown with its plans, and once for a key', async () => {
    const input = {
      partnerId: ids['bosk'],
      entries: [price('enterprise', '80.00', 10), price('enterprise', '90'), price('basic', '9.50')],
      reason: 'partner programme',
    };
    const { priceList, userErrors } = await create('bosk', input);
    expect(userErrors).toEqual([]);
    expect(priceList).toMatchObject({ version: 1, validFrom: '2026-01-01', validTo: null });
    expect(priceList?.id).toMatch(/^prl_/);
    const shown = priceList?.entries.map((entry) => [
      entry.plan.name,
      entry.fromQuantity,
      entry.monthlyPrice.amount,
    ]);
    expect(shown?.sort()).toEqual([
      ['Plan basic', 1, '9.50'],
      ['Plan enterprise', 1, '90.00'],
      ['Plan enterprise', 10, '80.00'],
    ]);
    expect(await create('bosk', input)).toMatchObject({ priceList: { id: priceList?.id } });
    expect(await create('bosk', { ...input, name: 'Another' })).toMatchObject({
      userErrors: [{ code: 'IDEMPOTENCY_MISMATCH' }],
    });
    const event = (await service.events()).at(-1);
    expect(event).toMatchObject({
      type: 'plimsoll.price_list.created.v1',
      subject: priceList?.id,
      data: { partnerId: ids['bosk'], currency: 'EUR', validFrom: '2026-01-01', validTo: null },
    });
    expect(await platformPrice({ partner: 'bosk', plan: 'enterprise', quantity: 9 })).toEqual({
      amount: '90',
      currency: 'EUR',
      priceListId: priceList?.id,
    });
    expect(await platformPrice({ partner: 'bosk', plan: 'enterprise', quantity: 10 })).toMatchObject({
      amount: '80',
    });
  });

  it.each([
    [{ name: ' ' }, ['name']],
    [{ currency: 'EURO' }, ['currency']],
    [{ validTo: '2026-01-01' }, ['validTo']],
    [{ entries: [{ planId: 'pln_0', monthlyPrice: '1' }] }, ['entries', '0', 'planId']],
    [{ partnerId: 'par_00000000000000000000000000' }, ['partnerId']],
  ])('is refused with %j', async (more, path) => {
    const before = (await service.events()).length;
    const { priceList, userErrors } = await create(`wrong ${JSON.stringify(more)}`, {
      partnerId: ids['thicket'],
      ...more,
    });
    expect([priceList, userErrors.map((error) => error.path)]).toEqual([null, [path]]);
    expect((await service.events()).length).toBe(before);
  });

  it('shares no day with another of its owner in its currency, and none with a rival at the same moment', async () => {
    const overlapping = [{ code: 'PRICE_LISTS_OVERLAP', path: ['validFrom'] }];
    expect((await create('again', { partnerId: ids['bosk'], validFrom: '2027-01-01' })).userErrors).toEqual(
      overlapping,
    );
    const dollars = await create('dollars', { partnerId: ids['bosk'], currency: 'USD' });
    expect(dollars.userErrors).toEqual([]);
    const rivals = await Promise.all(
      ['rival 1', 'rival 2'].map((key) => create(key, { partnerId: ids['thicket'] })),
    );
    expect(rivals.map(({ userErrors }) => userErrors[0]?.code ?? 'DONE').sort()).toEqual([
      'DONE',
      'PRICE_LISTS_OVERLAP',
    ]);
    const before = await create('before', {
      partnerId: ids['bosk'],
      validFrom: '2025-01-01',
      validTo: '2026-01-01',
    });
    expect(before.userErrors).toEqual([]);
    const stretched = { id: before.priceList?.id, expectedVersion: 1, validTo: '2026-01-02' };
    expect((await mutate('updatePriceList', stretched)).userErrors).toEqual(overlapping);
  });

  it('changes under its version alone, with its reason in the history', async () => {
    const { priceList } = await create('changing', {
      entries: [price('basic', '8')],
      validTo: '2026-02-01',
      currency: 'CHF',
    });
    const id = priceList?.id;
    const change = {
      id,
      expectedVersion: 1,
      setEntries: [price('enterprise', '70')],
      removePlanIds: [ids['basic']],
      reason: 'basic is no longer sold',
    };
    const changed = await mutate('updatePriceList', change);
    expect(changed.priceList).toMatchObject({
      version: 2,
      validTo: '2026-02-01',
      entries: [{ plan: { name: 'Plan enterprise' }, monthlyPrice: { amount: '70.00' } }],
    });
    expect((await mutate('updatePriceList', change)).userErrors).toEqual([
      { code: 'CONFLICT', path: ['expectedVersion'] },
    ]);
    const { priceList: found } = await run<{ priceList: { history: { nodes: object[] } } }>(
      `query ($id: ID!) { priceList(id: $id) { history(first: 1) { nodes { version reason fields { name } } } } }`,
      { id },
    );
    expect(found.history.nodes).toEqual([
      { version: 2, reason: 'basic is no longer sold', fields: [{ name: 'entries' }] },
    ]);
  });

  it('is superseded: it ends on the day on which the next begins, with its prices and the changes', async () => {
    const { priceList: former } = await create('old', {
      partnerId: ids['copse'],
      entries: [price('basic', '8'), price('enterprise', '80')],
    });
    const input = {
      idempotencyKey: 'new',
      id: former?.id,
      expectedVersion: 1,
      validFrom: '2026-07-01',
      setEntries: [price('basic', '8.80')],
      reason: 'ten percent more',
    };
    const early = { ...input, idempotencyKey: 'early', validFrom: '2026-01-01' };
    expect((await mutate('supersedePriceList', early)).userErrors).toEqual([
      { code: 'INVALID', path: ['validFrom'] },
    ]);
    const { priceList: next } = await mutate('supersedePriceList', input);
    expect(next).toMatchObject({ version: 1, name: 'List old', validFrom: '2026-07-01', validTo: null });
    expect((await mutate('supersedePriceList', input)).priceList?.id).toBe(next?.id);
    const { priceList: found } = await run<{ priceList: object }>(
      `query ($id: ID!) { priceList(id: $id) { version validTo supersedes { id } supersededBy { id supersedes { id } } } }`,
      { id: former?.id },
    );
    expect(found).toEqual({
      version: 2,
      validTo: '2026-07-01',
      supersedes: null,
      supersededBy: { id: next?.id, supersedes: { id: former?.id } },
    });
    const amounts = ['2026-06-30', '2026-07-01'].map((on) =>
      platformPrice({ partner: 'copse', plan: 'basic', on }),
    );
    expect((await Promise.all(amounts)).map((one) => one?.amount)).toEqual(['8', '8.8']);
    expect(await platformPrice({ partner: 'copse', plan: 'enterprise', on: '2026-08-01' })).toMatchObject({
      amount: '80',
      priceListId: next?.id,
    });
  });
});

describe('price lists', () => {
  it("are read by staff, and by a partner its own and its children's alone", async () => {
    await create('thicket usd', { partnerId: ids['thicket'], currency: 'USD' });
    const owners = async (caller: Caller) =>
      [
        ...new Set(
          (
            await run<{ priceLists: { nodes: { partner: { name: string } | null }[] } }>(
              `{ priceLists(first: 50) { nodes { partner { name } } } }`,
              {},
              caller,
            )
          ).priceLists.nodes.map((list) => list.partner?.name ?? 'company'),
        ),
      ].sort();
    expect(await owners(testCallers.executive)).toEqual(['Bosk', 'Copse', 'Thicket', 'company']);
    expect(await owners(partner('bosk'))).toEqual(['Bosk']);
    expect(await owners(partner('copse'))).toEqual(['Copse', 'Thicket']);
    expect(await owners(partner('arbor'))).toEqual(['Copse', 'Thicket']);
    expect(await owners(partner('thicket'))).toEqual(['Thicket']);
    const alder = testCallers.contact(await idOf(service, 'customer', 'alder'));
    for (const caller of [alder, testCallers.analyst, testCallers.nobody])
      expect(await owners(caller)).toEqual([]);
  });

  it('tell a partner what it pays, whosever list says so, and nobody else', async () => {
    const asked = async (word: string, caller: Caller, plan = 'basic') =>
      (
        await run<{ partner: { unitPrice: object | null } | null }>(
          `query ($id: ID!, $planId: ID!) { partner(id: $id) {
             unitPrice(planId: $planId, on: "2026-03-10") { price { amount currency } priceList { name } } } }`,
          { id: ids[word], planId: ids[plan] },
          caller,
        )
      ).partner;
    const eight = { amount: '8.00', currency: 'EUR' };
    expect(await asked('thicket', testCallers.agent)).toEqual({
      unitPrice: { price: eight, priceList: { name: 'List old' } },
    });
    expect(await asked('thicket', partner('thicket'))).toEqual({
      unitPrice: { price: eight, priceList: null },
    });
    expect(await asked('thicket', partner('arbor'))).toMatchObject({ unitPrice: { price: eight } });
    expect(await asked('thicket', partner('bosk'))).toBeNull();
    expect(await asked('arbor', partner('arbor'))).toEqual({
      unitPrice: { price: { amount: '10.00', currency: 'EUR' }, priceList: null },
    });
    expect(await asked('arbor', partner('arbor'), 'bare')).toEqual({ unitPrice: null });
    const alder = testCallers.contact(await idOf(service, 'customer', 'alder'));
    expect(await asked('arbor', alder)).toEqual({ unitPrice: null });
  });

  it('are changed by nobody without the role', async () => {
    const { priceList } = await create('guarded', { currency: 'GBP' });
    const before = (await service.events()).length;
    for (const caller of [partner('bosk'), testCallers.agent, testCallers.analyst, testCallers.nobody]) {
      const refused = [
        await create('refused', { partnerId: ids['bosk'], currency: 'NOK' }, caller),
        await mutate('updatePriceList', { id: priceList?.id, expectedVersion: 1, name: 'Mine' }, caller),
        await mutate(
          'supersedePriceList',
          { idempotencyKey: 'refused', id: priceList?.id, expectedVersion: 1, validFrom: '2026-09-01' },
          caller,
        ),
      ];
      for (const payload of refused) {
        expect(payload).toMatchObject({ priceList: null, userErrors: [{ code: 'NOT_FOUND' }] });
      }
    }
    expect((await service.events()).length).toBe(before);
  });

  it('are filtered, and take as many statements for many as for one', async () => {
    const names = async (filter: string) =>
      (
        await run<{ priceLists: { nodes: { name: string }[] } }>(
          `{ priceLists(first: 50, filter: { ${filter} }, orderBy: { field: NAME }) { nodes { name } } }`,
        )
      ).priceLists.nodes.map(({ name }) => name);
    expect(await names('companyWide: true')).toEqual(['List changing', 'List guarded']);
    expect(await names(`partnerId: "${ids['bosk']}", on: "2025-06-01"`)).toEqual(['List before']);
    expect(await names(`planId: "${ids['basic']}", on: "2026-07-01"`)).toEqual(['List bosk', 'List old']);
    expect(await names('currency: "USD"')).toEqual(['List dollars', 'List thicket usd']);
    const count = (first: number) =>
      service.countStatements(
        `query ($first: Int!, $planId: ID!) {
           priceLists(first: $first) { nodes { partner { name } entries { plan { name } } supersedes { id } supersededBy { id } } }
           partners(first: $first) { nodes { priceLists(first: 2) { nodes { id } }
             unitPrice(planId: $planId) { price { amount } priceList { name } } } } }`,
        { first, planId: ids['basic'] },
      );
    await count(4);
    expect(await count(4)).toBeLessThanOrEqual(12);
    expect(await count(10)).toBeLessThanOrEqual((await count(4)) + 1);
  });
});

describe('price lists in a file', () => {
  const row = (list: string, plan: string, monthlyPrice: string, more: Record<string, string> = {}) => ({
    external_id: list,
    name: `File ${list}`,
    partner: 'arbor',
    currency: 'EUR',
    valid_from: '2025-01-01',
    valid_to: '2026-01-01',
    plan,
    monthly_price: monthlyPrice,
    ...more,
  });

  it('are one list an external id, and a bad row spoils only itself', async () => {
    const rows = (enterprise: string) => [
      row('f1', 'basic', '7.50'),
      row('f1', 'enterprise', enterprise),
      row('f1', 'enterprise', '60', { from_quantity: '50' }),
      row('f1', 'basic', '7', { name: 'Other name', from_quantity: '5' }),
      row('f1', 'nothing', '7'),
      row('f1', 'dollar', '-1'),
      row('f2', 'basic', '7', { valid_from: '2025-06-01', valid_to: '' }),
      row('f3', 'basic', '7', { valid_from: '2026-01-01', valid_to: '2026-01-01' }),
      row('f4', 'basic', '6.5', { valid_from: '2026-01-01', valid_to: '' }),
      row('f5', 'basic', '6.5', { partner: '', currency: 'SEK', from_quantity: '0' }),
    ];
    const rejects = [
      { line: 4, column: 'name', reason: 'name differs from line 1, which is of the same price list.' },
      { line: 5, column: 'plan', reason: 'There is no plan "nothing" in source "import".' },
      { line: 6, column: 'monthly_price', reason: expect.stringContaining('0 or more') as string },
      { line: 7, column: 'valid_from', reason: expect.stringContaining('supersede it') as string },
      { line: 8, column: 'valid_to', reason: 'valid_to, the first day out, is after 2026-01-01.' },
      { line: 10, column: 'from_quantity', reason: 'from_quantity is a whole number of 1 or more.' },
    ];
    expect(await load('PriceLists', rows('70'))).toEqual({ created: 4, updated: 0, unchanged: 0, rejects });
    const before = (await service.events()).length;
    expect(await load('PriceLists', rows('70'))).toEqual({ created: 0, updated: 0, unchanged: 4, rejects });
    expect((await service.events()).length).toBe(before);
    expect(await load('PriceLists', rows('71'))).toEqual({ created: 0, updated: 1, unchanged: 3, rejects });
    expect(
      await platformPrice({ partner: 'arbor', plan: 'enterprise', quantity: 49, on: '2025-12-31' }),
    ).toMatchObject({
      amount: '71',
    });
    expect(await platformPrice({ partner: 'arbor', plan: 'basic' })).toMatchObject({ amount: '6.5' });
  });

  it('stay with their owner and their currency, and make room in one file', async () => {
    expect(
      await load('PriceLists', [
        row('f1', 'basic', '7.50', { partner: 'bosk' }),
        row('f4', 'basic', '7', { currency: 'USD', valid_from: '2026-01-01', valid_to: '' }),
      ]),
    ).toMatchObject({
      created: 0,
      updated: 0,
      rejects: [
        { line: 1, column: 'partner' },
        { line: 2, column: 'currency' },
      ],
    });
    expect(
      await load('PriceLists', [
        row('f6', 'basic', '6', { valid_from: '2026-05-01', valid_to: '' }),
        row('f4', 'basic', '6.5', { valid_from: '2026-01-01', valid_to: '2026-05-01' }),
      ]),
    ).toMatchObject({ created: 1, updated: 1, rejects: [] });
    expect(await platformPrice({ partner: 'arbor', plan: 'basic', on: '2026-05-01' })).toMatchObject({
      amount: '6',
    });
  });
});

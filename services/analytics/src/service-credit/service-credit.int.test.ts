import 'reflect-metadata';
import type { Principal } from '@plimsoll/shared';
import { testCallers } from '@plimsoll/shared/testing';
import {
  agreementTold,
  customerImpactTold,
  customerTold,
  entitlementTold,
  subscriptionTold,
} from '../testing/account-events.js';
import { analyticsService } from '../testing/analytics-service.js';
import { proposeOwed } from './service-credit-proposal.service.js';

const service = analyticsService('2026-04-20T12:00:00.000Z');
const manager: Principal = { subject: 'test-manager', roles: ['manager'] };
const other: Principal = { subject: 'test-other', roles: ['executive'] };

const down = (from: string, to: string, customerIds: string[]) => ({
  productId: 'prd_1',
  state: 'DOWN',
  from,
  to,
  customerIds,
});
const state = async (incident: string, version: number, impacts: Record<string, unknown>[], at: string) => {
  await service.tell('assets', [customerImpactTold(incident, impacts, {}, version)], at);
  await service.drain();
};
const propose = (at: string) => proposeOwed(service.test.database, new Date(at));

interface Credit {
  id: string;
  version: number;
  customer: { id: string };
  month: string;
  amount: { amount: string; currency: string };
  owed: { amount: string } | null;
  status: string;
  origin: string;
  note: string;
  restatedBy: string[];
}
const FIELDS = `id version customer { id } product { id } agreement { id } month amount { amount currency } owed { amount }
  uptime creditPercent status origin note restatedBy ledgerAsOf decisionNote reference history(first: 5) { totalCount }`;

async function credits(caller?: Principal, filter: Record<string, unknown> = {}): Promise<Credit[]> {
  const data = await service.run<{ serviceCreditRecords: { totalCount: number; nodes: Credit[] } }>(
    `query ($filter: ServiceCreditFilter) { serviceCreditRecords(first: 50, filter: $filter, orderBy: { field: AMOUNT, direction: ASC }) {
       totalCount nodes { ${FIELDS} } } }`,
    { filter },
    caller,
  );
  expect(data.serviceCreditRecords.totalCount).toBe(data.serviceCreditRecords.nodes.length);
  return data.serviceCreditRecords.nodes;
}
const brief = (all: Credit[]) =>
  all.map(({ customer, month, amount, status }) => `${customer.id} ${month} ${amount.amount} ${status}`);

async function step(name: string, input: Record<string, unknown>, caller: Principal) {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
  const data = await service.run<
    Record<string, { serviceCredit: Credit | null; userErrors: { code: string }[] }>
  >(
    `mutation ($input: ${type}!) { ${name}(input: $input) { serviceCredit { ${FIELDS} } userErrors { code } } }`,
    { input },
    caller,
  );
  const { serviceCredit, userErrors } = data[name] ?? { serviceCredit: null, userErrors: [] };
  return serviceCredit?.status ?? userErrors.map(({ code }) => code).join();
}

beforeAll(async () => {
  await service.tell('entitlements', [
    agreementTold('sla_1'),
    ...['cus_a', 'cus_b'].flatMap((id) => [
      customerTold(id, { partnerId: `par_${id}` }),
      entitlementTold(`ent_${id}`, id),
      subscriptionTold(`sub_${id}`, id),
    ]),
  ]);
  await state(
    'tkt_1',
    1,
    [down('2026-03-10T10:00:00.000Z', '2026-03-10T11:00:00.000Z', ['cus_a', 'cus_b'])],
    '2026-03-10T11:01:00.000Z',
  );
});

describe('what the ledger owes', () => {
  it('is proposed once, when the month has been over for five days everywhere on earth', async () => {
    expect(await propose('2026-04-06T11:59:00.000Z')).toBe(0);
    expect(await propose('2026-04-06T12:00:00.000Z')).toBe(2);
    expect(await propose('2026-04-07T12:00:00.000Z')).toBe(0);
    const all = await credits();
    expect(brief(all)).toEqual(['cus_a 2026-03 100.00 PROPOSED', 'cus_b 2026-03 100.00 PROPOSED']);
    expect(all[0]).toMatchObject({
      origin: 'LEDGER',
      owed: { amount: '100.00' },
      uptime: '99.865410497981',
      creditPercent: '10',
      ledgerAsOf: '2026-04-06T12:00:00.000Z',
      restatedBy: [],
      note: "Owed by the ledger: uptime 99.865410497981 %, 10 % of the month's fee.",
    });
  });

  it('is proposed again as far as a restatement makes a difference, which is told', async () => {
    // An hour more for one, nothing for the other.
    await state(
      'tkt_1',
      2,
      [down('2026-03-10T10:00:00.000Z', '2026-03-10T18:00:00.000Z', ['cus_a'])],
      '2026-04-10T09:00:00.000Z',
    );
    expect(await propose('2026-04-11T03:41:00.000Z')).toBe(2);
    expect(await propose('2026-04-11T03:42:00.000Z')).toBe(0);
    const all = await credits();
    expect(brief(all)).toEqual([
      'cus_b 2026-03 -100.00 PROPOSED',
      'cus_a 2026-03 100.00 PROPOSED',
      'cus_b 2026-03 100.00 PROPOSED',
      'cus_a 2026-03 150.00 PROPOSED',
    ]);
    expect(all[3]).toMatchObject({ owed: { amount: '250.00' }, restatedBy: ['tkt_1'] });
    expect(all[3]?.note).toMatch(
      /^The month owes 250\.00 EUR instead of 100\.00 EUR: restated by tkt_1; uptime 98\.9/,
    );
    expect(all[0]?.note).toMatch(
      /^The month owes 0\.00 EUR instead of 100\.00 EUR: restated by tkt_1; uptime 100\./,
    );
  });

  it('of a merged customer counts what was proposed for both', async () => {
    await service.tell('entitlements', [
      customerTold('cus_c'),
      {
        type: 'plimsoll.customer.merged.v1',
        subject: 'cus_b',
        version: 3,
        data: { id: 'cus_b', into: 'cus_c' },
      },
    ]);
    await service.drain();
    expect(await propose('2026-04-12T03:41:00.000Z')).toBe(0);
  });
});

describe('the life of a credit', () => {
  const find = async (amount: string) => {
    const found = (await credits()).find((one) => one.amount.amount === amount);
    if (!found) throw new Error(`no credit of ${amount}`);
    return { id: found.id, expectedVersion: found.version };
  };

  it('leads from proposal over approval to issue, each once, by those who may', async () => {
    const input = await find('150.00');
    for (const caller of [
      testCallers.agent,
      testCallers.operator,
      testCallers.analyst,
      testCallers.partner('par_cus_a'),
      testCallers.contact('cus_a'),
    ]) {
      expect(await step('approveServiceCredit', input, caller)).toBe('NOT_FOUND');
    }
    expect(await step('issueServiceCredit', { ...input, reference: 'CN-1' }, manager)).toBe('INVALID_STATUS');
    expect(await step('approveServiceCredit', input, manager)).toBe('APPROVED');
    expect(await step('approveServiceCredit', input, manager)).toBe('CONFLICT');
    expect(await step('approveServiceCredit', await find('150.00'), manager)).toBe('INVALID_STATUS');
    expect(await step('issueServiceCredit', { ...(await find('150.00')), reference: 'CN-1' }, manager)).toBe(
      'ISSUED',
    );
    expect(await step('rejectServiceCredit', { ...(await find('150.00')), note: 'no' }, manager)).toBe(
      'INVALID_STATUS',
    );
    const [issued] = await credits(undefined, { status: 'ISSUED' });
    expect(issued).toMatchObject({ version: 3, reference: 'CN-1', history: { totalCount: 3 } });
  });

  it('ends with a rejection, which is not proposed again', async () => {
    const negative = await find('-100.00');
    expect(await step('rejectServiceCredit', { ...negative, note: 'We let them keep it.' }, manager)).toBe(
      'REJECTED',
    );
    expect(await propose('2026-04-13T03:41:00.000Z')).toBe(0);
  });

  it('needs four eyes where somebody proposed it, and is beside what the ledger owes', async () => {
    const input = {
      idempotencyKey: 'goodwill-1',
      customerId: 'cus_a',
      productId: 'prd_1',
      agreementId: 'sla_1',
      month: '2026-03',
      amount: { amount: '20.5', currency: 'EUR' },
      note: 'For the trouble.',
    };
    expect(await step('proposeServiceCredit', input, testCallers.contact('cus_a'))).toBe('NOT_FOUND');
    expect(await step('proposeServiceCredit', { ...input, agreementId: 'sla_9' }, manager)).toBe(
      'NOT_COVERED',
    );
    for (const amount of ['-1', '0', '1.001']) {
      const odd = { ...input, amount: { amount, currency: 'EUR' } };
      expect(await step('proposeServiceCredit', odd, manager)).toBe('INVALID');
    }
    expect(await step('proposeServiceCredit', input, manager)).toBe('PROPOSED');
    expect(await step('proposeServiceCredit', input, manager)).toBe('PROPOSED');
    const proposed = await find('20.50');
    expect(await step('approveServiceCredit', proposed, manager)).toBe('OWN_PROPOSAL');
    expect(await step('approveServiceCredit', proposed, other)).toBe('APPROVED');
    expect(await propose('2026-04-14T03:41:00.000Z')).toBe(0);
  });

  it('is seen by customers and their resellers once it is issued', async () => {
    expect(await credits(testCallers.analyst)).toHaveLength(5);
    for (const caller of [testCallers.contact('cus_a'), testCallers.partner('par_cus_a')]) {
      expect(brief(await credits(caller))).toEqual(['cus_a 2026-03 150.00 ISSUED']);
    }
    expect(await credits(testCallers.contact('cus_b'))).toEqual([]);
    expect(await credits(testCallers.nobody)).toEqual([]);
    const document = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Customer {
      serviceCreditRecords(first: 10) { nodes { status } } } } }`;
    const of = [{ __typename: 'Customer', id: 'cus_a' }];
    const data = await service.run<{ _entities: { serviceCreditRecords: { nodes: unknown[] } }[] }>(
      document,
      { of },
      testCallers.contact('cus_a'),
    );
    expect(data._entities[0]?.serviceCreditRecords.nodes).toEqual([{ status: 'ISSUED' }]);
  });
});

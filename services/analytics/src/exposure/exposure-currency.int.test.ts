import 'reflect-metadata';
import { parse } from 'graphql';
import { testCallers, testLogger } from '@plimsoll/shared/testing';
import { clearProjections, createAnalyticsSubgraph } from '../subgraph.js';
import {
  agreementTold,
  customerTold,
  entitlementTold,
  exchangeRateTold,
  subscriptionTold,
} from '../testing/account-events.js';
import { analyticsService } from '../testing/analytics-service.js';

const service = analyticsService('2026-03-15T12:00:00.000Z');

const QUERY = `query ($of: [_Any!]!, $first: Int = 25, $after: String, $orderBy: ExposureOrder) {
  _entities(representations: $of) { ... on OutageImpact { exposure {
    reportingCurrency unconvertedCurrencies serviceCredits { amount currency } monthlyRecurringRevenue { amount currency }
    customers(first: $first, after: $after, orderBy: $orderBy) { pageInfo { hasNextPage endCursor }
      nodes { customer { id } agreements { serviceCredit { amount currency } serviceCreditMissingBecause
        serviceCredits { amount currency } } } } } } } }`;

interface Exposure {
  reportingCurrency: string;
  unconvertedCurrencies: string[];
  serviceCredits: { amount: string; currency: string }[];
  customers: {
    pageInfo: { hasNextPage: boolean; endCursor: string };
    nodes: { customer: { id: string }; agreements: Record<string, unknown>[] }[];
  };
}
interface Answer {
  _entities: { exposure: Exposure }[];
}

/** What each customer pays a month: ten percent of it is owed. */
const PRICES: Record<string, [price: string, currency: string][]> = {
  cus_chf: [['5000', 'CHF']],
  cus_chx: [
    ['5000', 'CHF'],
    ['10', 'EUR'],
  ],
  cus_eur: [['1000', 'EUR']],
  cus_gbp: [['900', 'GBP']],
  cus_mix: [
    ['500', 'EUR'],
    ['500', 'USD'],
  ],
  cus_usd: [['1080', 'USD']],
};
const ALL = Object.keys(PRICES);

const FROM = Date.parse('2026-03-20T09:00:00Z');

function variables(customerIds: string[]) {
  const customerOutages = {
    version: 1,
    question: {
      from: FROM,
      to: FROM + 2_700_000,
      planned: false,
      noticeGivenAt: null,
      asOf: Date.parse('2026-03-15T12:00:00Z'),
    },
    slices: [[FROM, FROM + 2_700_000]],
    causes: [['ast_db']],
    patterns: [{ productId: 'prd_1', causes: 0, slices: [[3, 0, null]] }],
    customers: customerIds.map((id) => ({ id, patterns: [0] })),
  };
  return { of: [{ __typename: 'OutageImpact', id: 'question', customerOutages }] };
}

async function ask(rest: Record<string, unknown> = {}): Promise<Exposure> {
  const { _entities } = await service.run<Answer>(QUERY, { ...variables(ALL), ...rest });
  return _entities[0]?.exposure as Exposure;
}

const idsOf = ({ customers }: Exposure) => customers.nodes.map(({ customer }) => customer.id);

function creditOf({ customers }: Exposure, id: string): Record<string, unknown> | undefined {
  return customers.nodes.find(({ customer }) => customer.id === id)?.agreements[0];
}

beforeAll(async () => {
  await service.tell('entitlements', [
    agreementTold('sla_1'),
    ...ALL.flatMap((id) => [
      customerTold(id, { partnerId: id === 'cus_eur' ? 'par_1' : 'par_2' }),
      entitlementTold(`ent_${id}`, id),
      ...(PRICES[id] ?? []).map(([monthlyPrice, currency], index) =>
        subscriptionTold(`sub_${id}_${index}`, id, {
          terms: [{ from: '2025-01-01', to: null, quantity: 1, monthlyPrice, currency }],
        }),
      ),
    ]),
    exchangeRateTold('2026-01-01', 'EUR', 'USD', '1.5'),
    exchangeRateTold('2026-03-01', 'EUR', 'USD', '1.08'),
    // Not in force yet at the question's instant.
    exchangeRateTold('2026-03-16', 'EUR', 'USD', '2'),
    exchangeRateTold('2026-02-01', 'GBP', 'EUR', '1.2'),
  ]);
  await service.drain();
});

describe('exposure in several currencies', () => {
  it('ranks by the value in the reporting currency, what has no rate behind the rest', async () => {
    // In euros: 90 pounds are 108, 108 dollars 100, 50 euros and 50 dollars 96.2963; francs have no rate.
    for (const field of ['SERVICE_CREDIT', 'MONTHLY_RECURRING_REVENUE']) {
      expect(idsOf(await ask({ orderBy: { field, direction: 'DESC' } }))).toEqual([
        'cus_gbp',
        'cus_eur',
        'cus_usd',
        'cus_mix',
        'cus_chf',
        'cus_chx',
      ]);
      expect(idsOf(await ask({ orderBy: { field, direction: 'ASC' } }))).toEqual([
        'cus_mix',
        'cus_eur',
        'cus_usd',
        'cus_gbp',
        'cus_chf',
        'cus_chx',
      ]);
    }
  });

  it('keeps totals by currency, and says which currencies have no rate', async () => {
    expect(await ask()).toMatchObject({
      reportingCurrency: 'EUR',
      unconvertedCurrencies: ['CHF'],
      serviceCredits: [
        { amount: '1000.00', currency: 'CHF' },
        { amount: '151.00', currency: 'EUR' },
        { amount: '90.00', currency: 'GBP' },
        { amount: '158.00', currency: 'USD' },
      ],
    });
  });

  it('states one amount for several currencies, or why there is none; one currency stays as it is', async () => {
    const exposure = await ask();
    expect(creditOf(exposure, 'cus_mix')).toEqual({
      serviceCredit: { amount: '96.30', currency: 'EUR' },
      serviceCreditMissingBecause: null,
      serviceCredits: [
        { amount: '50.00', currency: 'EUR' },
        { amount: '50.00', currency: 'USD' },
      ],
    });
    expect(creditOf(exposure, 'cus_chx')).toEqual({
      serviceCredit: null,
      serviceCreditMissingBecause: 'No exchange rate of CHF into EUR is recorded for 2026-03-15 or before.',
      serviceCredits: [
        { amount: '500.00', currency: 'CHF' },
        { amount: '1.00', currency: 'EUR' },
      ],
    });
    expect(creditOf(exposure, 'cus_chf')?.['serviceCredit']).toEqual({ amount: '500.00', currency: 'CHF' });
    expect(creditOf(exposure, 'cus_usd')?.['serviceCredit']).toEqual({ amount: '108.00', currency: 'USD' });
  });

  it('takes one statement more than in one currency, whatever the number of customers', async () => {
    const count = (ids: string[], caller?: Parameters<typeof service.run>[2]) =>
      service.countStatements(QUERY, variables(ids), caller);
    await ask();
    expect([await count(['cus_eur']), await count(['cus_usd']), await count(ALL)]).toEqual([2, 3, 3]);
    const partner = testCallers.partner('par_2');
    await count(ALL, partner);
    expect([await count(['cus_usd'], partner), await count(ALL, partner)]).toEqual([4, 4]);
  });

  it('converts into the currency that the company reports in', async () => {
    const subgraph = createAnalyticsSubgraph({
      database: service.test.database,
      bus: service.bus,
      logger: testLogger(),
      reportingCurrency: 'USD',
    });
    const { data } = await subgraph.run({
      document: parse(QUERY),
      variables: variables(ALL),
      principal: testCallers.partner('par_2'),
      requestId: 'test',
    });
    const [exposure] = (data as unknown as Answer)._entities.map((one) => one.exposure);
    expect(exposure).toMatchObject({ reportingCurrency: 'USD', unconvertedCurrencies: ['CHF'] });
    // Pounds through euros: 90 × 1.2 × 1.08 = 116.64 dollars; 50 euros are 54.
    expect(exposure && idsOf(exposure)).toEqual(['cus_gbp', 'cus_usd', 'cus_mix', 'cus_chf', 'cus_chx']);
    expect(exposure && creditOf(exposure, 'cus_mix')).toMatchObject({
      serviceCredit: { amount: '104.00', currency: 'USD' },
    });
  });

  it('pages behind a converted amount without repetition, also when a rate is corrected in between', async () => {
    const orderBy = { field: 'SERVICE_CREDIT', direction: 'DESC' };
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const page: Exposure = await ask({ first: 1, after, orderBy });
      seen.push(...idsOf(page));
      after = page.customers.pageInfo.hasNextPage ? page.customers.pageInfo.endCursor : null;
    } while (after !== null && seen.length < 10);
    expect(seen).toEqual(['cus_gbp', 'cus_eur', 'cus_usd', 'cus_mix', 'cus_chf', 'cus_chx']);

    const first = await ask({ first: 2, orderBy });
    expect(idsOf(first)).toEqual(['cus_gbp', 'cus_eur']);
    // Now 108 dollars are 90 euros, and 50 are 41.6667.
    await service.tell('entitlements', [exchangeRateTold('2026-03-01', 'EUR', 'USD', '1.2', 2)]);
    await service.drain();
    const rest = await ask({ after: first.customers.pageInfo.endCursor, orderBy });
    expect(idsOf(rest)).toEqual(['cus_mix', 'cus_usd', 'cus_chf', 'cus_chx']);
    expect(creditOf(rest, 'cus_mix')?.['serviceCredit']).toEqual({ amount: '91.67', currency: 'EUR' });
  });

  it('follows a rebuilding from position 0', async () => {
    const before = await ask();
    await service.consumer.rebuild(clearProjections);
    await service.drain();
    expect(await ask()).toEqual(before);
  });
});

import 'reflect-metadata';
import { testCallers } from '@plimsoll/shared/testing';
import {
  agreementTold,
  customerImpactTold,
  customerTold,
  entitlementTold,
  subscriptionTold,
  told,
} from '../testing/account-events.js';
import { clearProjections } from '../subgraph.js';
import { analyticsService } from '../testing/analytics-service.js';

const service = analyticsService('2026-03-15T12:00:00.000Z');

const at = (text: string) => Date.parse(text);
const QUERY = `query ($of: [_Any!]!, $first: Int!, $after: String, $orderBy: ExposureOrder) {
  _entities(representations: $of) { ... on OutageImpact { id exposure {
    customerCount breachCount unknownCustomerCount leastHeadroomSeconds
    monthlyRecurringRevenue { amount currency } serviceCredits { amount currency }
    customers(first: $first, after: $after, orderBy: $orderBy) {
      totalCount pageInfo { hasNextPage endCursor }
      nodes { state downSeconds degradedSeconds causes { id } customer { id }
        monthlyRecurringRevenue { amount currency }
        agreements { product { id } month agreement { id } entitlements { id } countedSeconds monthToDateSeconds
          projectedUptime headroomSeconds breached serviceCredit { amount currency } serviceCredits { amount currency } } } } } } } }`;

interface Exposure {
  customerCount: number;
  breachCount: number;
  unknownCustomerCount: number | null;
  leastHeadroomSeconds: number | null;
  monthlyRecurringRevenue: unknown[];
  serviceCredits: unknown[];
  customers: {
    totalCount: number;
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
    nodes: {
      customer: { id: string };
      agreements: Record<string, unknown>[];
      [field: string]: unknown;
    }[];
  };
}

const FROM = at('2026-03-20T09:00:00Z');
const TO = FROM + 2_700_000;

/** An outage of 45 minutes that takes product 1 down for these customers, and product 2 for `cus_b`. */
function outage(customerIds: string[], question: Record<string, unknown> = {}) {
  return {
    version: 1,
    question: {
      from: FROM,
      to: TO,
      planned: false,
      noticeGivenAt: null,
      asOf: at('2026-03-15T12:00:00Z'),
      ...question,
    },
    slices: [[FROM, TO]],
    causes: [
      ['ast_db', 'ast_api'],
      ['ast_db', 'ast_web'],
    ],
    patterns: [
      { productId: 'prd_1', causes: 0, slices: [[3, 0, null]] },
      { productId: 'prd_2', causes: 1, slices: [[2, 0, null]] },
    ],
    customers: customerIds.map((id) => ({ id, patterns: id === 'cus_b' ? [0, 1] : [0] })),
  };
}

async function ask(
  customerOutages: unknown,
  variables: Record<string, unknown> = {},
  caller?: Parameters<typeof service.run>[2],
): Promise<Exposure> {
  const of = [{ __typename: 'OutageImpact', id: 'question', customerOutages }];
  const { _entities } = await service.run<{ _entities: { exposure: Exposure }[] }>(
    QUERY,
    { of, first: 25, ...variables },
    caller,
  );
  return _entities[0]?.exposure as Exposure;
}

const ALL = ['cus_a', 'cus_b', 'cus_c', 'cus_d'];

beforeAll(async () => {
  await service.tell('assets', [
    customerImpactTold('tkt_1', [
      {
        productId: 'prd_1',
        state: 'DOWN',
        from: '2026-03-02T10:00:00.000Z',
        to: '2026-03-02T10:20:00.000Z',
        customerIds: ['cus_a'],
      },
    ]),
  ]);
  await service.tell('entitlements', [
    told('product', 'prd_1', { name: 'Ledger' }),
    agreementTold('sla_1'),
    agreementTold('sla_2', { uptimeTarget: '95', creditTiers: [] }),
    // Entitlements before their customers: what comes first waits for the rest.
    entitlementTold('ent_a', 'cus_a'),
    subscriptionTold('sub_a', 'cus_a'),
    customerTold('cus_a', { partnerId: 'par_1' }),
    customerTold('cus_b', { partnerId: 'par_2', name: 'Beta' }),
    entitlementTold('ent_b1', 'cus_b'),
    entitlementTold('ent_b2', 'cus_b', { productId: 'prd_2', agreementId: 'sla_2' }),
    subscriptionTold('sub_b', 'cus_b', {
      terms: [{ from: '2025-01-01', to: null, monthlyPrice: '2000', currency: 'USD' }],
    }),
    subscriptionTold('sub_b_trial', 'cus_b', { kind: 'TRIAL' }),
    customerTold('cus_c', { partnerId: 'par_1', name: 'Gamma' }),
  ]);
  await service.drain();
});

describe('exposure', () => {
  it('reproduces the worked example of an unplanned outage digit by digit', async () => {
    const exposure = await ask(outage(['cus_a']));
    expect(exposure).toEqual({
      customerCount: 1,
      breachCount: 1,
      unknownCustomerCount: 0,
      leastHeadroomSeconds: -1225.2,
      monthlyRecurringRevenue: [{ amount: '1000.00', currency: 'EUR' }],
      serviceCredits: [{ amount: '100.00', currency: 'EUR' }],
      customers: {
        totalCount: 1,
        pageInfo: { hasNextPage: false, endCursor: expect.any(String) as string },
        nodes: [
          {
            state: 'DOWN',
            downSeconds: 2700,
            degradedSeconds: 0,
            causes: [{ id: 'ast_db' }, { id: 'ast_api' }],
            customer: { id: 'cus_a' },
            monthlyRecurringRevenue: [{ amount: '1000.00', currency: 'EUR' }],
            agreements: [
              {
                product: { id: 'prd_1' },
                month: '2026-03',
                agreement: { id: 'sla_1' },
                entitlements: [{ id: 'ent_a' }],
                countedSeconds: 2700,
                monthToDateSeconds: 1200,
                projectedUptime: '99.854194706146',
                headroomSeconds: -1225.2,
                breached: true,
                serviceCredit: { amount: '100.00', currency: 'EUR' },
                serviceCredits: [{ amount: '100.00', currency: 'EUR' }],
              },
            ],
          },
        ],
      },
    });
  });

  it('counts 900 s of the same 45 minutes announced in time under an allowance of 30 minutes', async () => {
    const exposure = await ask(outage(['cus_a'], { planned: true, noticeGivenAt: FROM - 48 * 3_600_000 }));
    expect([exposure.breachCount, exposure.leastHeadroomSeconds, exposure.serviceCredits]).toEqual([
      0,
      574.8,
      [],
    ]);
    expect(exposure.customers.nodes[0]?.agreements[0]).toMatchObject({
      countedSeconds: 900,
      monthToDateSeconds: 1200,
      headroomSeconds: 574.8,
      breached: false,
      serviceCredit: null,
    });
  });

  it('takes the month to date at the instant asked for', async () => {
    const exposure = await ask(outage(['cus_a'], { asOf: at('2026-03-02T10:05:00Z') }));
    expect(exposure.customers.nodes[0]?.agreements[0]).toMatchObject({
      monthToDateSeconds: 300,
      headroomSeconds: -325.2,
    });
  });

  it('sums by currency, counts customers that no record has come for, and ranks by what is comparable', async () => {
    const exposure = await ask(outage(ALL));
    expect({ ...exposure, customers: exposure.customers.nodes.map((node) => node.customer.id) }).toEqual({
      customerCount: 3,
      breachCount: 2,
      unknownCustomerCount: 1,
      leastHeadroomSeconds: -1225.2,
      monthlyRecurringRevenue: [
        { amount: '1000.00', currency: 'EUR' },
        { amount: '2000.00', currency: 'USD' },
      ],
      serviceCredits: [
        { amount: '100.00', currency: 'EUR' },
        { amount: '200.00', currency: 'USD' },
      ],
      customers: ['cus_a', 'cus_c', 'cus_b'],
    });
    const beta = exposure.customers.nodes.at(-1);
    expect(beta).toMatchObject({ state: 'DOWN', downSeconds: 2700, degradedSeconds: 0 });
    // Product 2 is degraded: half its 2,700 s count, of 5 % of the month.
    expect(beta?.agreements).toMatchObject([
      { product: { id: 'prd_1' }, countedSeconds: 2700, headroomSeconds: -25.2 },
      { product: { id: 'prd_2' }, countedSeconds: 1350, headroomSeconds: 132_390, breached: false },
    ]);
    // No agreement measures what hits Gamma: it is listed all the same.
    expect(exposure.customers.nodes[1]).toMatchObject({ agreements: [], downSeconds: 2700 });
  });

  it('pages without a gap or a repetition, in each order', async () => {
    const orders = {
      SERVICE_CREDIT: ['cus_a', 'cus_c', 'cus_b'],
      MONTHLY_RECURRING_REVENUE: ['cus_a', 'cus_c', 'cus_b'],
      HEADROOM: ['cus_b', 'cus_a', 'cus_c'],
      NAME: ['cus_c', 'cus_a', 'cus_b'],
      DOWN_SECONDS: ['cus_a', 'cus_b', 'cus_c'],
    };
    for (const [field, expected] of Object.entries(orders)) {
      const seen: string[] = [];
      let after: string | null = null;
      do {
        const { customers }: Exposure = await ask(outage(ALL), {
          first: 1,
          after,
          orderBy: { field, direction: 'DESC' },
        });
        expect(customers.totalCount).toBe(3);
        seen.push(...customers.nodes.map((node) => node.customer.id));
        after = customers.pageInfo.hasNextPage ? customers.pageInfo.endCursor : null;
      } while (after !== null && seen.length < 10);
      expect([field, seen]).toEqual([field, expected]);
    }
    await expect(ask(outage(ALL), { first: 101 })).rejects.toThrow('ask for 1 to 100');
    await expect(ask(outage(ALL), { after: 'nonsense' })).rejects.toThrow('not a cursor');
  });

  it.each([
    ['a partner', testCallers.partner('par_1'), ['cus_a', 'cus_c'], null],
    ['a contact', testCallers.contact('cus_b'), ['cus_b'], null],
    ['an analyst', testCallers.analyst, ['cus_a', 'cus_c', 'cus_b'], 1],
    ['nobody', testCallers.nobody, [], null],
  ])('shows %s only the customers they may see, and totals of these', async (_who, caller, ids, unknown) => {
    const exposure = await ask(outage(ALL), {}, caller);
    expect(exposure.customers.nodes.map((node) => node.customer.id)).toEqual(ids);
    expect([exposure.customerCount, exposure.unknownCustomerCount]).toEqual([ids.length, unknown]);
    expect(exposure.monthlyRecurringRevenue).toHaveLength(ids.filter((id) => id !== 'cus_c').length);
  });

  it('follows every change of account, agreement and ledger, and a rebuilding, at once', async () => {
    const row = async (caller?: Parameters<typeof service.run>[2]) => {
      const { customers } = await ask(outage(['cus_f']), {}, caller);
      const [first] = customers.nodes[0]?.agreements ?? [];
      return [first?.['monthToDateSeconds'], first?.['headroomSeconds'], first?.['serviceCredit']];
    };
    const told = async (expected: unknown) => {
      await service.drain();
      // From memory for staff, under its own scope for the contact.
      expect(await row()).toEqual(expected);
      expect(await row(testCallers.contact('cus_f'))).toEqual(expected);
    };
    const hit = (seconds: number) => ({
      productId: 'prd_1',
      state: 'DOWN',
      from: '2026-03-03T10:00:00.000Z',
      to: `2026-03-03T10:00:${seconds}.000Z`,
      customerIds: ['cus_f'],
    });
    await service.tell('entitlements', [
      agreementTold('sla_f'),
      entitlementTold('ent_f', 'cus_f', { agreementId: 'sla_f' }),
      subscriptionTold('sub_f', 'cus_f'),
    ]);
    await told([undefined, undefined, undefined]);
    await service.tell('entitlements', [customerTold('cus_f')]);
    await told([0, -25.2, { amount: '100.00', currency: 'EUR' }]);
    await service.tell('entitlements', [subscriptionTold('sub_f', 'cus_f', { endedOn: '2026-03-01' }, 2)]);
    await told([0, -25.2, null]);
    await service.tell('entitlements', [agreementTold('sla_f', { uptimeTarget: '99.8' }, 2)]);
    await told([0, 2649.6, null]);
    await service.tell('assets', [customerImpactTold('tkt_f', [hit(40)])]);
    await told([40, 2609.6, null]);
    await service.tell('assets', [customerImpactTold('tkt_f', [hit(10)], {}, 2)]);
    await told([10, 2639.6, null]);
    await service.consumer.rebuild(clearProjections);
    expect((await ask(outage(ALL))).customerCount).toBe(0);
    await told([10, 2639.6, null]);
    expect((await ask(outage(ALL))).customerCount).toBe(3);
  });

  it('refuses an answer of another version and is null without one', async () => {
    await expect(ask({ ...outage(ALL), version: 2 })).rejects.toThrow('Something went wrong');
    expect(await ask(null)).toBeNull();
  });
});

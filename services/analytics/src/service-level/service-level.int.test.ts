import 'reflect-metadata';
import { testCallers } from '@plimsoll/shared/testing';
import {
  agreementTold,
  customerImpactTold,
  customerTold,
  entitlementTold,
  exchangeRateTold,
  subscriptionTold,
} from '../testing/account-events.js';
import { analyticsService } from '../testing/analytics-service.js';

const service = analyticsService('2026-03-20T12:00:00.000Z');

const QUERY = `query ($of: [_Any!]!, $month: String, $knownAt: DateTime) { _entities(representations: $of) { ... on Customer { id
  serviceLevels(month: $month, knownAt: $knownAt) { product { id } agreement { id } entitlements { id } month uptime lengthSeconds
    countedSeconds excludedSeconds unknownSeconds headroomSeconds breached tiers { below percent headroomSeconds }
    serviceCredit { amount currency } serviceCreditMissingBecause serviceCredits { amount currency } }
  doNotUpsell { active reason incidentId until } churnRisk { score } } } }`;

interface Level {
  month: string;
  [field: string]: unknown;
}
interface Customer {
  id: string;
  serviceLevels: Level[];
  doNotUpsell: unknown;
  churnRisk: unknown;
}

async function read(
  ids: string[],
  variables: Record<string, unknown> = {},
  caller?: Parameters<typeof service.run>[2],
): Promise<(Customer | null)[]> {
  const of = ids.map((id) => ({ __typename: 'Customer', id }));
  const data = await service.run<{ _entities: (Customer | null)[] }>(QUERY, { of, ...variables }, caller);
  return data._entities;
}

async function levels(id: string, variables: Record<string, unknown> = {}): Promise<Level[]> {
  return (await read([id], variables))[0]?.serviceLevels ?? [];
}

const down = (from: string, to: string | null, customerIds: string[], productId = 'prd_1') => ({
  productId,
  state: 'DOWN',
  from,
  to,
  customerIds,
});

beforeAll(async () => {
  await service.tell('entitlements', [
    agreementTold('sla_1'),
    agreementTold('sla_2', { uptimeTarget: '99.5', creditTiers: [{ below: '99.5', percent: '5' }] }),
    customerTold('cus_a', { partnerId: 'par_1' }),
    entitlementTold('ent_a', 'cus_a', { validTo: '2026-03-11' }),
    entitlementTold('ent_a2', 'cus_a', { agreementId: 'sla_2', validFrom: '2025-06-01' }),
    subscriptionTold('sub_a', 'cus_a'),
    customerTold('cus_b', { partnerId: 'par_2', timeZone: 'Pacific/Auckland' }),
    entitlementTold('ent_b', 'cus_b'),
    subscriptionTold('sub_b', 'cus_b', {
      terms: [
        { from: '2025-01-01', to: '2026-02-15', monthlyPrice: '1000.00', currency: 'EUR' },
        { from: '2026-02-15', to: null, monthlyPrice: '1500', currency: 'USD' },
      ],
    }),
    customerTold('cus_c'),
  ]);
  await service.tell(
    'assets',
    [
      customerImpactTold('tkt_1', [
        // Berlin: one hour of March's second day, then 40 s under the second agreement.
        down('2026-03-02T10:00:00.000Z', '2026-03-02T11:00:00.000Z', ['cus_a']),
        down('2026-03-15T10:00:00.000Z', '2026-03-15T10:00:40.500Z', ['cus_a']),
        // Auckland (UTC+13): the last local hour of February and the first of March.
        down('2026-02-28T10:00:00.000Z', '2026-02-28T12:00:00.000Z', ['cus_b']),
      ]),
      // Announced in time, 40 minutes under an allowance of 30.
      customerImpactTold('tkt_2', [down('2026-02-10T10:00:00.000Z', '2026-02-10T10:40:00.000Z', ['cus_b'])], {
        planned: true,
        announcedFrom: '2026-02-10T10:00:00.000Z',
        announcedTo: '2026-02-10T11:00:00.000Z',
        noticeGivenAt: '2026-02-08T10:00:00.000Z',
      }),
      customerImpactTold('tkt_3', [
        {
          productId: 'prd_1',
          state: 'UNKNOWN',
          from: '2026-02-11T00:00:00.000Z',
          to: '2026-02-11T01:00:00.000Z',
          customerIds: ['cus_b'],
        },
      ]),
    ],
    '2026-03-16T00:00:00.000Z',
  );
  await service.drain();
});

describe("a customer's service levels", () => {
  it('measures a month under each agreement that rules part of it', async () => {
    // Agreement 1 rules ten days (864,000 s, 864 s allowed), agreement 2 the other 21, an hour short: 1,810,800 s.
    expect(await levels('cus_a')).toEqual([
      {
        product: { id: 'prd_1' },
        agreement: { id: 'sla_1' },
        entitlements: [{ id: 'ent_a' }],
        month: '2026-03',
        uptime: '99.583333333333',
        lengthSeconds: 864_000,
        countedSeconds: 3600,
        excludedSeconds: 0,
        unknownSeconds: 0,
        headroomSeconds: -2736,
        breached: true,
        tiers: [
          { below: '99.0', percent: '25', headroomSeconds: 5040 },
          { below: '99.9', percent: '10', headroomSeconds: -2736 },
        ],
        // Ten of 31 days of 1,000 euros, ten percent.
        serviceCredit: { amount: '32.26', currency: 'EUR' },
        serviceCreditMissingBecause: null,
        serviceCredits: [{ amount: '32.26', currency: 'EUR' }],
      },
      {
        product: { id: 'prd_1' },
        agreement: { id: 'sla_2' },
        entitlements: [{ id: 'ent_a2' }],
        month: '2026-03',
        uptime: '99.997763419483',
        lengthSeconds: 1_810_800,
        countedSeconds: 40.5,
        excludedSeconds: 0,
        unknownSeconds: 0,
        headroomSeconds: 9013.5,
        breached: false,
        tiers: [{ below: '99.5', percent: '5', headroomSeconds: 9013.5 }],
        serviceCredit: null,
        serviceCreditMissingBecause: null,
        serviceCredits: [],
      },
    ]);
  });

  it("takes the month of the customer's own zone, with maintenance, what is unknown, and two currencies", async () => {
    // February in Auckland: 2,419,200 s, an hour of them unknown; 3,600 s + 10 minutes of overrun count.
    const [february, ...others] = await levels('cus_b', { month: '2026-02' });
    expect(others).toEqual([]);
    expect(february).toMatchObject({
      lengthSeconds: 2_415_600,
      unknownSeconds: 3600,
      excludedSeconds: 1800,
      countedSeconds: 3600 + 600,
      headroomSeconds: 2415.6 - 4200,
      breached: true,
      serviceCredit: null,
      serviceCreditMissingBecause: 'No exchange rate of USD into EUR is recorded for 2026-02-28 or before.',
      serviceCredits: [
        { amount: '50.00', currency: 'EUR' },
        { amount: '75.00', currency: 'USD' },
      ],
    });
    expect(await levels('cus_b', { month: '2026-03' })).toMatchObject([{ countedSeconds: 3600 }]);
    expect(await levels('cus_c')).toEqual([]);
    await expect(levels('cus_b', { month: '2026-3' })).rejects.toThrow('YYYY-MM');
  });

  it('states a credit in two currencies in the reporting one, at the rate of the last day of the month', async () => {
    await service.tell('entitlements', [
      exchangeRateTold('2026-01-15', 'EUR', 'USD', '2'),
      exchangeRateTold('2026-02-20', 'EUR', 'USD', '1.24'),
      exchangeRateTold('2026-03-01', 'EUR', 'USD', '3'),
      exchangeRateTold('2026-02-20', 'EUR', 'USD', '1.25', 2),
    ]);
    await service.drain();
    const answer = {
      // 50 euros, and 75 dollars at 1.25.
      serviceCredit: { amount: '110.00', currency: 'EUR' },
      serviceCreditMissingBecause: null,
      serviceCredits: [
        { amount: '50.00', currency: 'EUR' },
        { amount: '75.00', currency: 'USD' },
      ],
    };
    expect(await levels('cus_b', { month: '2026-02' })).toMatchObject([answer]);
    for (const caller of [testCallers.partner('par_2'), testCallers.contact('cus_b')]) {
      const [seen] = await read(['cus_b'], { month: '2026-02' }, caller);
      expect(seen?.serviceLevels).toMatchObject([answer]);
    }
  });

  it('lists the credits owed for a month, as the service levels say, page by page', async () => {
    const list = async (variables: Record<string, unknown>, caller?: Parameters<typeof service.run>[2]) =>
      (
        await service.run<{
          serviceCredits: {
            totalCount: number;
            nodes: Record<string, unknown>[];
            pageInfo: { hasNextPage: boolean; endCursor: string };
          };
        }>(
          `query ($month: String!, $first: Int! = 20, $after: String) { serviceCredits(month: $month, first: $first, after: $after) {
             totalCount nodes { customer { id } product { id } agreement { id } month uptime credit { amount currency } }
             pageInfo { hasNextPage endCursor } } }`,
          variables,
          caller,
        )
      ).serviceCredits;
    const owed = (customer: string, amount: string, currency: string) => ({
      customer: { id: customer },
      credit: { amount, currency },
    });
    expect(await list({ month: '2026-02' })).toMatchObject({
      totalCount: 2,
      nodes: [owed('cus_b', '50.00', 'EUR'), owed('cus_b', '75.00', 'USD')],
      pageInfo: { hasNextPage: false },
    });
    const march = await list({ month: '2026-03' });
    for (const { customer, month, product, agreement, credit } of march.nodes) {
      const { id } = customer as { id: string };
      const own = (await levels(id, { month })).find(
        (level) =>
          JSON.stringify([level['product'], level['agreement']]) === JSON.stringify([product, agreement]),
      );
      expect(own?.['serviceCredits']).toContainEqual(credit);
    }
    const all = [
      ...(await levels('cus_a', { month: '2026-03' })),
      ...(await levels('cus_b', { month: '2026-03' })),
    ];
    expect(march.totalCount).toBe(all.flatMap((level) => level['serviceCredits']).length);
    const first = await list({ month: '2026-02', first: 1 });
    expect(first).toMatchObject({
      nodes: [owed('cus_b', '50.00', 'EUR')],
      pageInfo: { hasNextPage: true },
    });
    expect(await list({ month: '2026-02', first: 1, after: first.pageInfo.endCursor })).toMatchObject({
      nodes: [owed('cus_b', '75.00', 'USD')],
      pageInfo: { hasNextPage: false },
    });
    for (const month of ['2026-02', '2026-03']) {
      expect(await list({ month }, testCallers.analyst)).toEqual(await list({ month }));
    }
    for (const caller of [testCallers.partner('par_2'), testCallers.contact('cus_b'), testCallers.nobody]) {
      expect(await list({ month: '2026-02' }, caller)).toMatchObject({ totalCount: 0, nodes: [] });
    }
    await expect(list({ month: 'February' })).rejects.toThrow('YYYY-MM');
  });

  it('restates a month that was corrected, and still shows it as it was known', async () => {
    await service.tell(
      'assets',
      [
        customerImpactTold(
          'tkt_4',
          [down('2026-04-02T10:00:00.000Z', '2026-04-02T10:10:00.000Z', ['cus_c'])],
          {},
          1,
        ),
      ],
      '2026-03-17T00:00:00.000Z',
    );
    await service.tell('entitlements', [customerTold('cus_d'), entitlementTold('ent_d', 'cus_d')]);
    const correct = (version: number, seconds: number | null, time: string) =>
      service.tell(
        'assets',
        [
          customerImpactTold(
            'tkt_5',
            seconds === null
              ? []
              : [down('2026-03-04T10:00:00.000Z', `2026-03-04T10:00:${seconds}.000Z`, ['cus_d'])],
            {},
            version,
          ),
        ],
        time,
      );
    await correct(1, 50, '2026-03-05T00:00:00.000Z');
    await correct(2, 20, '2026-03-06T00:00:00.000Z');
    await service.drain();
    const counted = async (knownAt: string | null) =>
      (await levels('cus_d', { month: '2026-03', knownAt }))[0]?.['countedSeconds'];
    expect([
      await counted(null),
      await counted('2026-03-04T23:59:59.999Z'),
      await counted('2026-03-05T00:00:00.000Z'),
      await counted('2026-03-06T00:00:00.000Z'),
    ]).toEqual([20, 0, 50, 20]);
    await correct(3, null, '2026-03-07T00:00:00.000Z');
    await service.drain();
    expect([await counted(null), await counted('2026-03-06T12:00:00.000Z')]).toEqual([0, 20]);
  });

  it('shows a customer that is hit at this moment as none to sell to', async () => {
    await service.tell('entitlements', [customerTold('cus_e')]);
    await service.tell('assets', [
      customerImpactTold('tkt_6', [down('2026-03-20T11:00:00.000Z', null, ['cus_e'])]),
    ]);
    await service.drain();
    const [hit, calm] = await read(['cus_e', 'cus_a']);
    expect(hit?.doNotUpsell).toEqual({
      active: true,
      reason: 'Hit by an incident: DOWN since 2026-03-20T11:00:00.000Z.',
      incidentId: 'tkt_6',
      until: null,
    });
    expect(calm?.doNotUpsell).toEqual({ active: false, reason: null, incidentId: null, until: null });
    expect(hit?.churnRisk).toBeNull();
  });

  it('is resolved for customers the viewer sees, and for nobody else', async () => {
    const ids = ['cus_a', 'cus_b', 'cus_none'];
    const seen = async (caller: Parameters<typeof service.run>[2]) =>
      (await read(ids, { month: '2026-03' }, caller)).map(
        (customer) => customer && customer.serviceLevels.length,
      );
    expect(await seen(testCallers.agent)).toEqual([2, 1, null]);
    expect(await seen(testCallers.analyst)).toEqual([2, 1, null]);
    expect(await seen(testCallers.partner('par_1'))).toEqual([2, null, null]);
    expect(await seen(testCallers.contact('cus_b'))).toEqual([null, 1, null]);
    expect(await seen(testCallers.nobody)).toEqual([null, null, null]);
  });

  it('takes as many statements for one customer as for four', async () => {
    const of = (ids: string[]) => ({
      of: ids.map((id) => ({ __typename: 'Customer', id })),
      month: '2026-03',
    });
    await service.run('{ __typename }');
    await read(['cus_a']);
    const one = await service.countStatements(QUERY, of(['cus_a']));
    const four = await service.countStatements(QUERY, of(['cus_a', 'cus_b', 'cus_c', 'cus_d']));
    expect([one, four]).toEqual([7, 7]);
  });
});

import 'reflect-metadata';
import { testCallers } from '@plimsoll/shared/testing';
import { analyticsService } from '../testing/analytics-service.js';
import {
  agreementTold,
  customerImpactTold,
  customerTold,
  entitlementTold,
  subscriptionTold,
} from '../testing/account-events.js';

const NOW = '2026-06-01T00:00:00.000Z';
const service = analyticsService(NOW);

const QUERY = `query ($first: Int = 20, $after: String, $from: DateTime, $to: DateTime, $planned: Boolean) {
  list: incidentExposures(first: $first, after: $after, from: $from, to: $to, planned: $planned) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes { id ticket { id } planned startedAt endedAt customerCount products { id } downSeconds degradedSeconds
            credits { amount currency } credit { amount currency } monthlyRecurringRevenue { amount currency } } } }`;

interface Answer {
  list: {
    totalCount: number;
    pageInfo: { hasNextPage: boolean; endCursor: string };
    nodes: { id: string; customerCount: number; credit: { amount: string } }[];
  } | null;
}
const ask = (variables: Record<string, unknown> = {}, caller = testCallers.admin) =>
  service.run<Answer>(QUERY, variables, caller);

const hit = (
  from: string,
  to: string | null,
  customerIds: string[],
  { productId = 'prd_1', state = 'DOWN' } = {},
) => ({ productId, state, from, to, customerIds });

describe('impact analysis', () => {
  beforeAll(async () => {
    await service.tell('entitlements', [
      agreementTold('sla_1'),
      ...['cus_a', 'cus_b'].flatMap((id) => [
        customerTold(id),
        entitlementTold(`ent_${id}`, id),
        subscriptionTold(`sub_${id}`, id),
      ]),
    ]);
    await service.tell('assets', [
      // An hour breaks March in Berlin, half an hour does not; both are over 2,674.8 s, so for cus_a either is spared
      // in vain: without the hour nothing is owed, without the half hour as much as with it.
      customerImpactTold('tkt_hour', [
        hit('2026-03-10T10:00:00.000Z', '2026-03-10T11:00:00.000Z', ['cus_a', 'cus_b']),
        hit('2026-03-10T11:00:00.000Z', '2026-03-10T11:10:00.000Z', ['cus_b'], { state: 'DEGRADED' }),
      ]),
      customerImpactTold('tkt_half', [
        hit('2026-03-20T10:00:00.000Z', '2026-03-20T10:30:00.000Z', ['cus_a']),
        hit('2026-03-20T10:00:00.000Z', '2026-03-20T10:30:00.000Z', ['cus_a'], { productId: 'prd_2' }),
      ]),
      customerImpactTold(
        'tkt_work',
        [hit('2026-04-01T22:00:00.000Z', '2026-04-01T23:00:00.000Z', ['cus_b'])],
        { planned: true },
      ),
      customerImpactTold('tkt_open', [hit('2026-05-31T23:00:00.000Z', null, ['cus_b'])]),
      customerImpactTold('tkt_none', []),
    ]);
    await service.drain();
  });

  it('tells of each incident whom it hit, how long, and what it cost by itself', async () => {
    const { list } = await ask();
    expect(list?.totalCount).toBe(4);
    expect(list?.nodes).toEqual([
      {
        id: 'tkt_hour',
        ticket: { id: 'tkt_hour' },
        planned: false,
        startedAt: '2026-03-10T10:00:00.000Z',
        endedAt: '2026-03-10T11:10:00.000Z',
        customerCount: 2,
        products: [{ id: 'prd_1' }],
        downSeconds: 7200,
        degradedSeconds: 600,
        credits: [{ amount: '200.00', currency: 'EUR' }],
        credit: { amount: '200.00', currency: 'EUR' },
        monthlyRecurringRevenue: [{ amount: '2000.00', currency: 'EUR' }],
      },
      expect.objectContaining({
        id: 'tkt_half',
        customerCount: 1,
        products: [{ id: 'prd_1' }, { id: 'prd_2' }],
        downSeconds: 3600,
        credits: [],
        credit: { amount: '0.00', currency: 'EUR' },
        monthlyRecurringRevenue: [{ amount: '1000.00', currency: 'EUR' }],
      }),
      expect.objectContaining({
        id: 'tkt_work',
        planned: true,
        credit: { amount: '100.00', currency: 'EUR' },
      }),
      // One hour of May, the last; it lasts.
      expect.objectContaining({
        id: 'tkt_open',
        endedAt: null,
        downSeconds: 3600,
        credit: { amount: '100.00', currency: 'EUR' },
      }),
    ]);
  });

  it('is cut by the start and by whether it was planned, and paged', async () => {
    const ids = async (variables: Record<string, unknown>) =>
      (await ask(variables)).list?.nodes.map(({ id }) => id);
    expect(await ids({ from: '2026-03-11T00:00:00Z', to: '2026-05-01T00:00:00Z' })).toEqual([
      'tkt_half',
      'tkt_work',
    ]);
    expect(await ids({ planned: true })).toEqual(['tkt_work']);
    const { list } = await ask({ first: 3, planned: false });
    expect(list?.pageInfo.hasNextPage).toBe(false);
    const { list: one } = await ask({ first: 1 });
    expect(await ids({ first: 2, after: one?.pageInfo.endCursor })).toEqual(['tkt_half', 'tkt_work']);
    await expect(ask({ from: NOW, to: NOW })).rejects.toThrow('later than');
  });

  it('costs the same few statements however many are told, and is for staff and analysts', async () => {
    const counts = [];
    for (const first of [1, 20]) counts.push(await service.countStatements(QUERY, { first }));
    expect(counts[0]).toBe(counts[1]);
    expect(counts[0]).toBeLessThanOrEqual(7);
    expect((await ask({}, testCallers.analyst)).list?.totalCount).toBe(4);
    for (const caller of [testCallers.partner('par_1'), testCallers.contact('cus_a')]) {
      expect(await ask({}, caller as never)).toEqual({ list: null });
    }
  });
});

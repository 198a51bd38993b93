import 'reflect-metadata';
import fc from 'fast-check';
import type { DomainEvent } from '@plimsoll/shared';
import { reportingIn } from '../exchange-rate/index.js';
import { monthsOf } from '../executive/index.js';
import { exchangeRateTold, subscriptionTold, told } from '../testing/account-events.js';
import { analyticsService } from '../testing/analytics-service.js';
import { revenueByMonth, type RevenueMonth } from './index.js';

const NOW = '2026-05-15T12:00:00.000Z';
const service = analyticsService(NOW);
const SYSTEM = { kind: 'SYSTEM' } as const;

const term = (from: string, to: string | null, monthlyPrice: string, currency = 'EUR') => ({
  from,
  to,
  quantity: 1,
  monthlyPrice,
  currency,
});

function months(from: string, to: string, asOf = NOW): Promise<RevenueMonth[]> {
  const slices = monthsOf({ from: new Date(from), to: new Date(to) });
  return service.test.database.transaction(SYSTEM, (tx) =>
    revenueByMonth(tx, reportingIn('EUR'), slices, new Date(asOf)),
  );
}

async function takeIn(events: DomainEvent[]): Promise<void> {
  await service.tell('entitlements', events);
  await service.drain();
}

const happened = (subscriptionId: string, customerId: string, on: string, type: string, reason = null) =>
  told('subscription_event', `${subscriptionId}/${on}/${type}`, {
    subscriptionId,
    customerId,
    on,
    type,
    reason,
  });

describe('the months of revenue', () => {
  it('tell customers, revenue, churn and renewals, each converted at the rates of its days', async () => {
    const recorded = (event: DomainEvent): DomainEvent => ({
      ...event,
      type: event.type.replace('created', 'recorded'),
    });
    await takeIn([
      exchangeRateTold('2026-01-01', 'USD', 'EUR', '0.9'),
      exchangeRateTold('2026-03-31', 'USD', 'EUR', '0.8'),
      // Pays from January on, loses one of two in March.
      subscriptionTold('sub_a1', 'cus_a', { terms: [term('2026-01-10', null, '1000')] }),
      subscriptionTold('sub_a2', 'cus_a', {
        endedOn: '2026-03-15',
        terms: [term('2026-01-10', '2026-03-15', '200')],
      }),
      // Goes on the first day of April, in dollars; back in May, and gone again before the month is over.
      subscriptionTold('sub_b', 'cus_b', {
        endedOn: '2026-04-01',
        cancelledOn: '2026-03-05',
        term: 'ANNUAL',
        terms: [term('2026-02-01', '2026-04-01', '500', 'USD')],
      }),
      subscriptionTold('sub_b2', 'cus_b', { terms: [term('2026-05-02', '2026-05-10', '300')] }),
      // Comes and goes within February: in the bridge alone.
      subscriptionTold('sub_c', 'cus_c', { terms: [term('2026-02-03', '2026-02-20', '70')] }),
      // Pays nothing, and is no subscription that counts.
      subscriptionTold('sub_d', 'cus_d', { terms: [term('2026-01-01', null, '0')] }),
      subscriptionTold('sub_e', 'cus_e', { kind: 'TRIAL', terms: [term('2026-01-01', null, '50')] }),
      recorded(happened('sub_a1', 'cus_a', '2026-03-10', 'RENEWED')),
      recorded(happened('sub_b', 'cus_b', '2026-03-05', 'CANCELLED')),
    ]);
    const shown = (await months('2026-01-01T00:00:00Z', '2026-06-01T00:00:00Z')).map((one) => [
      one.month,
      one.customerCount,
      one.monthlyRecurringRevenue?.amount,
      one.logoChurn.numerator,
      one.logoChurn.denominator,
      one.grossRevenueChurn?.numerator,
      one.grossRevenueChurn?.denominator,
      one.netRevenueChurn?.numerator,
      one.renewalRate.numerator,
      one.renewalRate.denominator,
    ]);
    expect(shown).toEqual([
      ['2026-01', 1, '1200.00', 0, 0, 0, 0, 0, 0, 0],
      ['2026-02', 2, '1650.00', 0, 1, 0, 1200, 0, 0, 0],
      // The stock of the first day at its rate, 0.9; the end at that of the last day, 0.8.
      ['2026-03', 2, '1400.00', 0, 2, 200, 1650, 200, 1, 1],
      ['2026-04', 1, '1000.00', 1, 2, 400, 1400, 400, 0, 1],
      // What came back and went again is no loss among those of the start.
      ['2026-05', 1, '1000.00', 0, 1, 0, 1000, 0, 0, 0],
    ]);
  });

  it('count nothing behind the instant they are asked for', async () => {
    const [march] = await months('2026-03-01T00:00:00Z', '2026-04-01T00:00:00Z', '2026-03-14T23:59:59Z');
    expect(march).toMatchObject({ customerCount: 2, renewalRate: { numerator: 1, denominator: 1 } });
    expect(march?.monthlyRecurringRevenue?.amount).toBe('1650.00');
    const [nextDay] = await months('2026-03-01T00:00:00Z', '2026-04-01T00:00:00Z', '2026-03-15T00:00:00Z');
    expect(nextDay?.monthlyRecurringRevenue?.amount).toBe('1450.00');
    const [future] = await months('2026-07-01T00:00:00Z', '2026-08-01T00:00:00Z');
    expect(future).toMatchObject({ customerCount: 1, logoChurn: { ratio: 0, denominator: 1 } });
  });

  it('are null where a rate is missing', async () => {
    await takeIn([subscriptionTold('sub_f', 'cus_f', { terms: [term('2025-12-01', null, '10', 'CHF')] })]);
    const [january] = await months('2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z');
    expect(january).toMatchObject({
      customerCount: 2,
      monthlyRecurringRevenue: null,
      grossRevenueChurn: null,
    });
    expect(january?.logoChurn).toEqual({ ratio: 0, numerator: 0, denominator: 1 });
    await takeIn([subscriptionTold('sub_f', 'cus_f', { terms: [] }, 2)]);
  });

  it('follow a subscription that moves to another customer', async () => {
    const kept = () =>
      service.test.database.transaction(SYSTEM, (tx) =>
        tx.query(`select customer_id, kind, amount::text from revenue_movement
                   where customer_id in ('cus_c', 'cus_g') order by 1, occurred_on`),
      );
    const moved = { terms: [term('2026-02-03', '2026-02-20', '70')] };
    const movements = [
      { kind: 'NEW', amount: '70' },
      { kind: 'CHURNED', amount: '70' },
    ];
    await takeIn([subscriptionTold('sub_c', 'cus_g', moved, 2)]);
    expect(await kept()).toEqual(movements.map((one) => ({ customer_id: 'cus_g', ...one })));
    await takeIn([subscriptionTold('sub_c', 'cus_c', moved, 3)]);
    expect(await kept()).toEqual(movements.map((one) => ({ customer_id: 'cus_c', ...one })));
  });

  it('agree, in every period, with what a walk over the terms says', async () => {
    const day = (n: number) => new Date(Date.UTC(2027, 0, 1 + n)).toISOString().slice(0, 10);
    const drawn = fc.sample(
      fc.record({
        customer: fc.integer({ min: 1, max: 12 }),
        from: fc.nat(80),
        length: fc.option(fc.integer({ min: 1, max: 50 })),
        price: fc.constantFrom('10', '20', '35'),
      }),
      { numRuns: 60, seed: 11 },
    );
    const subscriptions = drawn.map(({ customer, from, length, price }, index) => ({
      id: `sub_r${index}`,
      customerId: `cus_r${customer}`,
      from,
      to: length === null ? Infinity : from + length,
      price,
    }));
    const past = ['sub_a1', 'sub_a2', 'sub_b', 'sub_b2', 'sub_c', 'sub_f'].map((id) =>
      subscriptionTold(id, 'cus_gone', { terms: [] }, 9),
    );
    await takeIn([
      ...past,
      ...subscriptions.map(({ id, customerId, from, to, price }) =>
        subscriptionTold(id, customerId, {
          terms: [term(day(from), to === Infinity ? null : day(to), price)],
        }),
      ),
    ]);
    const paidBy = (customerId: string, n: number) =>
      subscriptions
        .filter((one) => one.customerId === customerId && one.from <= n && n < one.to)
        .reduce((sum, { price }) => sum + Number(price), 0);
    const customers = [...new Set(subscriptions.map(({ customerId }) => customerId))];
    const bounds = [0, 7, 8, 30, 55, 80, 131];
    for (const [index, start] of bounds.slice(0, -1).entries()) {
      const end = bounds[index + 1] ?? start;
      let [stock, lost, losses, gains, here, after, revenue] = [0, 0, 0, 0, 0, 0, 0];
      for (const id of customers) {
        const before = paidBy(id, start - 1);
        stock += before;
        here += before > 0 ? 1 : 0;
        after += paidBy(id, end - 1) > 0 ? 1 : 0;
        revenue += paidBy(id, end - 1);
        if (before === 0) continue;
        for (let n = start; n < end; n += 1) {
          const change = paidBy(id, n) - paidBy(id, n - 1);
          if (change < 0) losses -= change;
          else gains += change;
          if (paidBy(id, n) > 0) continue;
          lost += 1;
          break;
        }
      }
      const slice = { month: 'any', from: new Date(day(start)), to: new Date(day(end)) };
      const [found] = await service.test.database.transaction(SYSTEM, (tx) =>
        revenueByMonth(tx, reportingIn('EUR'), [slice], new Date('2028-01-01')),
      );
      expect(found).toMatchObject({
        customerCount: after,
        monthlyRecurringRevenue: { amount: revenue.toFixed(2), currency: 'EUR' },
        logoChurn: { numerator: lost, denominator: here },
        grossRevenueChurn: { numerator: losses, denominator: stock },
        netRevenueChurn: { numerator: losses - gains, denominator: stock },
      });
    }
  });
});

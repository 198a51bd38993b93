import { creditsOf, feesOfMonth } from './credit.rules.js';
import type { FeeSubscription, PriceTerm } from './credit.rules.js';
import { startOfDate } from './local-month.rules.js';

const BERLIN = 'Europe/Berlin';

function standard(monthlyPrice: string, currency: string, rest: Partial<PriceTerm> = {}): FeeSubscription {
  const term = { from: '2025-01-01', to: null, monthlyPrice, currency, ...rest };
  return { kind: 'STANDARD', endedOn: null, terms: [term] };
}

function credits(subscriptions: FeeSubscription[], percent: string, month = '2026-03') {
  return creditsOf(feesOfMonth(subscriptions, BERLIN, month), percent);
}

describe('service credit', () => {
  it('is a percentage of the monthly price of standard subscriptions, by currency', () => {
    const trial: FeeSubscription = { ...standard('999', 'EUR'), kind: 'TRIAL' };
    expect(
      credits([standard('100', 'USD'), standard('250.50', 'EUR'), standard('49.50', 'EUR'), trial], '10'),
    ).toEqual([
      { amount: '30.00', currency: 'EUR' },
      { amount: '10.00', currency: 'USD' },
    ]);
    expect(credits([standard('100', 'USD')], '0')).toEqual([]);
    expect(credits([], '10')).toEqual([]);
  });

  it('prorates each price period by the local days it holds, the last date being the first one out', () => {
    const changed: FeeSubscription = {
      kind: 'STANDARD',
      endedOn: null,
      terms: [
        { from: '2025-01-01', to: '2026-03-17', monthlyPrice: '1000', currency: 'EUR' },
        { from: '2026-03-17', to: null, monthlyPrice: '1234.50', currency: 'EUR' },
      ],
    };
    // (16 × 1,000 + 15 × 1,234.50) ÷ 31 = 1,113.4677…
    expect(credits([changed], '100')).toEqual([{ amount: '1113.47', currency: 'EUR' }]);
    expect(credits([{ ...changed, endedOn: '2026-03-02' }], '100')).toEqual([
      { amount: '32.26', currency: 'EUR' },
    ]);
    expect(credits([changed], '100', '2026-04')).toEqual([{ amount: '1234.50', currency: 'EUR' }]);
    expect(credits([standard('10', 'EUR', { from: '2026-04-01' })], '100')).toEqual([]);
  });

  it('counts only the days of its own share where agreements share a month', () => {
    const within = [{ from: startOfDate(BERLIN, '2026-03-17'), to: startOfDate(BERLIN, '2026-04-01') }];
    const fees = feesOfMonth([standard('310', 'EUR')], BERLIN, '2026-03', within);
    expect(creditsOf(fees, '100')).toEqual([{ amount: '150.00', currency: 'EUR' }]);
  });

  it('is rounded once, half up, to the minor unit of the currency', () => {
    expect(credits([standard('0.05', 'EUR')], '10')).toEqual([{ amount: '0.01', currency: 'EUR' }]);
    expect(credits([standard('0.0499', 'EUR')], '10')).toEqual([{ amount: '0.00', currency: 'EUR' }]);
    expect(credits([standard('5', 'JPY')], '10')).toEqual([{ amount: '1', currency: 'JPY' }]);
    expect(credits([standard('0.025', 'KWD')], '10')).toEqual([{ amount: '0.003', currency: 'KWD' }]);
    // Half a cent twice is one cent: the sum is rounded, not its parts. Neither alone would be even.
    expect(credits([standard('0.25', 'EUR')], '10')).toEqual([{ amount: '0.03', currency: 'EUR' }]);
    expect(credits([standard('0.05', 'EUR'), standard('0.05', 'EUR')], '10')).toEqual([
      { amount: '0.01', currency: 'EUR' },
    ]);
  });
});

import { Conversion, ExchangeRates } from '../exchange-rate/exchange-rate.rules.js';
import { reportedCost } from './cost-amount.rules.js';
import { checkAmount, classOf } from './cost.rules.js';

describe('a cost', () => {
  it.each([
    ['support_staff', null, 'DESK'],
    ['Salaries', null, 'DESK'],
    ['hosting', 'que_1', 'DESK'],
    ['hosting', null, 'PLATFORM'],
    ['incident-overtime', null, 'DOWNTIME'],
    ['support for incidents', null, 'DOWNTIME'],
    ['Release night', null, 'CHANGE'],
    ['ticketing', null, 'PLATFORM'],
  ])('of kind %s and queue %s is %s', (kind, queueId, expected) => {
    expect(classOf({ kind, queueId })).toBe(expected);
  });

  it('has an amount that is kept exactly', () => {
    expect(checkAmount({ amount: '-0012.500', currency: 'EUR' })).toEqual({
      amount: '-12.5',
      currency: 'EUR',
    });
    expect(() => checkAmount({ amount: '1.0000001', currency: 'EUR' })).toThrow('6 after the point');
    expect(() => checkAmount({ amount: '1', currency: 'XYZ' })).toThrow('ISO 4217');
  });

  it('is added up in the reporting currency, what was taken back taken off', () => {
    const rates = new ExchangeRates([{ date: '2026-01-01', from: 'USD', to: 'EUR', rate: '0.5' }]);
    const conversion = new Conversion(rates, 'EUR', '2026-01-31');
    const costs = [
      { amount: '10', currency: 'USD' },
      { amount: '-4', currency: 'USD' },
      { amount: '-1.005', currency: 'EUR' },
    ];
    expect(reportedCost(conversion, costs)).toEqual({ amount: '1.99', currency: 'EUR' });
    expect(reportedCost(conversion, costs, 3)).toEqual({ amount: '0.66', currency: 'EUR' });
    expect(reportedCost(conversion, [])).toEqual({ amount: '0.00', currency: 'EUR' });
    expect(reportedCost(conversion, [{ amount: '-2', currency: 'EUR' }])).toEqual({
      amount: '-2.00',
      currency: 'EUR',
    });
    expect(reportedCost(conversion, [{ amount: '1', currency: 'JPY' }])).toBeNull();
  });
});

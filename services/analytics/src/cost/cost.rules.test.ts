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
});

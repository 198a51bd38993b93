import { minorUnitOf, servedAmount } from './money.rules.js';

describe('amounts of money', () => {
  it('have the minor unit of their currency', () => {
    expect(['JPY', 'EUR', 'KWD'].map(minorUnitOf)).toEqual([0, 2, 3]);
    expect(() => minorUnitOf('EURO')).toThrow(RangeError);
    expect(servedAmount('5754', 'EUR')).toBe('5754.00');
    expect(servedAmount('12.5', 'USD')).toBe('12.50');
    expect(servedAmount('100.00', 'EUR')).toBe('100.00');
    expect(servedAmount('1613', 'JPY')).toBe('1613');
    expect(servedAmount('-0.5', 'KWD')).toBe('-0.500');
  });

  it('lose nothing that is smaller', () => {
    expect(servedAmount('7.125', 'EUR')).toBe('7.125');
    expect(servedAmount('123456789012345678901234567890.1', 'EUR')).toBe('123456789012345678901234567890.10');
    expect(servedAmount('0.5', 'JPY')).toBe('0.5');
  });
});

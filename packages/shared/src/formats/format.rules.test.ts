import { canonicalDecimal, checkCurrency, checkDecimal, checkText, checkTimeZone } from './format.rules.js';

describe('formats', () => {
  it.each([
    ['99.90', '99.9'],
    ['100', '100'],
    ['-0.00', '0'],
    ['0.0000000001', '0.0000000001'],
    [
      '123456789012345678901234567890.12345678901234567890',
      '123456789012345678901234567890.1234567890123456789',
    ],
  ])('give the decimal %p one spelling', (text, canonical) => {
    expect(canonicalDecimal(text)).toBe(canonical);
  });

  it('include the bounds of a decimal', () => {
    expect([checkDecimal('0', 'x', '0', '1'), checkDecimal('1.00', 'x', '0', '1')]).toEqual(['0', '1']);
    expect(() => checkDecimal('1.0001', 'x', '0', '1')).toThrow('from 0 to 1');
    expect(() => checkDecimal('-0.1', 'x', '0')).toThrow('0 or more');
  });

  it('take texts that are neither empty nor too long, nor such as no database keeps', () => {
    expect(checkText('  Grüße \u{1F6A2} ', 'x')).toBe('Grüße \u{1F6A2}');
    for (const text of ['', ' ', 'x'.repeat(201)]) {
      expect(() => checkText(text, 'x')).toThrow('`x` has 1 to 200 characters.');
    }
    for (const text of ['a\u0000b', 'a\uD83D', '\uDEA2b']) {
      expect(() => checkText(text, 'x')).toThrow('characters that cannot be kept');
    }
  });

  it('know time zones by their IANA names', () => {
    const zones = ['UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5'];
    expect(zones.map((zone) => checkTimeZone(zone, 'zone'))).toEqual(zones);
    for (const zone of ['Berlin', 'europe/berlin', '+01:00', 'Europe/Nowhere', '', 'CET; drop']) {
      expect(() => checkTimeZone(zone, 'zone')).toThrow('IANA');
    }
  });

  it('know currencies by their ISO codes', () => {
    expect(checkCurrency('EUR', 'currency')).toBe('EUR');
    for (const code of ['eur', 'EURO', 'XXY', ''])
      expect(() => checkCurrency(code, 'currency')).toThrow('ISO 4217');
  });
});

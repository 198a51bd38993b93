import { callersNumbers, countryOf, e164 } from './phone.rules.js';

describe('the country of a customer', () => {
  it.each([
    ['DE', 'en-US', 'DE'],
    [' uk ', null, 'GB'],
    ['EMEA', 'de-AT', 'AT'],
    ['EMEA', 'de', null],
    [null, null, null],
  ])('%s %s: %s', (region, locale, country) => {
    expect(countryOf({ region, locale })).toBe(country);
  });
});

describe('a number in E.164', () => {
  it.each([
    ['+49 (30) 901820', null, '+4930901820'],
    ['030 901820', 'DE', '+4930901820'],
    ['0049 30/901820', null, '+4930901820'],
    ['(212) 555-0123', 'US', '+12125550123'],
    ['030 901820', null, null],
    ['1234', 'DE', '+491234'],
    ['+1', 'DE', null],
    ['', 'DE', null],
  ] as const)('%s in %s: %s', (text, country, expected) => {
    expect(e164(text, country)).toBe(expected);
  });

  it('may come from a telephone system without its plus', () => {
    expect(callersNumbers('4930901820', null)).toEqual(['+4930901820']);
    expect(callersNumbers('030901820', 'DE')).toContain('+4930901820');
    expect(callersNumbers('anonymous', 'DE')).toEqual([]);
  });
});

import fc from 'fast-check';
import { checkCsi, checkLocale, CSI_NUMBERS, csiKey, dayIn, issuedCsi } from './customer.rules.js';

describe('an issued CSI', () => {
  it('reads as three groups of three signs that are not mistaken for one another', () => {
    expect(issuedCsi(0)).toBe('222-222-222');
    // The last digit is 1 ('3'), weighted 9: the check is 9, 'K'.
    expect(issuedCsi(1)).toBe('222-222-23K');
    expect(issuedCsi(CSI_NUMBERS - 1)).toMatch(/^YYY-YYY-YY.$/);
  });

  it('is another one for another number', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: CSI_NUMBERS - 2 }), (number) => {
        expect(issuedCsi(number)).not.toBe(issuedCsi(number + 1));
      }),
    );
  });

  it('does not become another valid one by one sign misheard or two exchanged', () => {
    const signs = '23479ACFHKMNQRWXY';
    const valid = (csi: string) => {
      const values = [...csiKey(csi)].map((sign) => signs.indexOf(sign));
      const number = values.slice(0, 8).reduce((sum, value) => sum * 17 + value, 0);
      return issuedCsi(number) === csi;
    };
    const dashed = (key: string) => `${key.slice(0, 3)}-${key.slice(3, 6)}-${key.slice(6)}`;
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: CSI_NUMBERS - 1 }),
        fc.nat(8),
        fc.nat(8),
        fc.constantFrom(...signs),
        (number, place, other, sign) => {
          const key = csiKey(issuedCsi(number));
          expect(valid(dashed(key))).toBe(true);
          if (key[place] !== sign) {
            expect(valid(dashed(key.slice(0, place) + sign + key.slice(place + 1)))).toBe(false);
          }
          // The check sign itself exchanged with another is a case of two signs at once, not weighted apart.
          if (place < 8 && other < 8 && key[place] !== key[other]) {
            const exchanged = [...key];
            exchanged[place] = key.charAt(other);
            exchanged[other] = key.charAt(place);
            expect(valid(dashed(exchanged.join('')))).toBe(false);
          }
        },
      ),
    );
  });
});

describe('a given CSI', () => {
  it('is kept in capitals, and compared without case, dashes and spaces', () => {
    expect(checkCsi(' acme-0815 ', 'csi')).toBe('ACME-0815');
    expect(csiKey('aCme 08-15')).toBe('ACME0815');
  });

  it.each(['ab', '-ab', 'ab-', 'a_b', 'x'.repeat(41), ''])('is refused as %j', (text) => {
    expect(() => checkCsi(text, 'csi')).toThrow('3 to 40 letters, digits and dashes');
  });
});

describe('a locale', () => {
  it('is kept in its canonical spelling', () => {
    expect(checkLocale('de-de', 'locale')).toBe('de-DE');
    expect(() => checkLocale('german!', 'locale')).toThrow('BCP 47');
  });
});

describe('the day', () => {
  it.each([
    ['Europe/Berlin', '2026-03-10T23:30:00Z', '2026-03-11'],
    ['America/New_York', '2026-03-11T03:59:59.999Z', '2026-03-10'],
    ['UTC', '2026-03-10T23:59:59.999Z', '2026-03-10'],
  ])('in %s at %s is %s', (zone, at, day) => {
    expect(dayIn(zone, new Date(at))).toBe(day);
  });
});

import { invalid } from '@plimsoll/shared';
import { DateTime } from 'luxon';

/** How large a customer is to the company. */
export const SEGMENTS = ['SMB', 'MID_MARKET', 'ENTERPRISE'] as const;

/** One of {@link SEGMENTS}. */
export type Segment = (typeof SEGMENTS)[number];

/** Signs that neither look alike (0 O, 1 I L, 5 S, 2 Z, 6 8 B) nor rhyme with E; 17, a prime, for the check sign. */
const CSI_SIGNS = '23479ACFHKMNQRWXY';
const SIGNS_BEFORE_CHECK = 8;

/** How many different numbers {@link issuedCsi} takes. */
export const CSI_NUMBERS = CSI_SIGNS.length ** SIGNS_BEFORE_CHECK;

/**
 * A customer support identifier such as `7KQ-4MN-29X` of a number from 0 up to, not including, {@link CSI_NUMBERS}.
 * The last sign is a check: the sum of the others weighted 2, 3 … 9, modulo 17. One sign misheard, or two
 * exchanged, always gives another check sign.
 */
export function issuedCsi(number: number): string {
  const base = CSI_SIGNS.length;
  const values: number[] = [];
  for (let rest = number; values.length < SIGNS_BEFORE_CHECK; rest = Math.floor(rest / base)) {
    values.unshift(rest % base);
  }
  const check = values.reduce((sum, value, place) => sum + value * (place + 2), 0) % base;
  const signs = [...values, check].map((value) => CSI_SIGNS.charAt(value)).join('');
  return `${signs.slice(0, 3)}-${signs.slice(3, 6)}-${signs.slice(6)}`;
}

/** What two spellings of one identifier have in common: no case, dashes or spaces. */
export function csiKey(csi: string): string {
  return csi.toUpperCase().replaceAll(/[-\s]/g, '');
}

/**
 * A customer support identifier given from outside, in capitals: 3 to 40 letters, digits and dashes between them.
 *
 * @throws DomainError `INVALID` naming the field
 */
export function checkCsi(text: string, field: string): string {
  const csi = text.trim().toUpperCase();
  if (!/^[A-Z0-9][A-Z0-9-]{1,38}[A-Z0-9]$/.test(csi)) {
    throw invalid(
      `\`${field}\` is ${JSON.stringify(text.slice(0, 60))}; it has 3 to 40 letters, digits and dashes, such as 7KQ-4MN-29X.`,
      [field],
    );
  }
  return csi;
}

/**
 * A language tag (BCP 47) in its canonical spelling, such as `de-DE`.
 *
 * @throws DomainError `INVALID` naming the field
 */
export function checkLocale(text: string, field: string): string {
  try {
    const [canonical] = Intl.getCanonicalLocales(text.trim());
    if (canonical !== undefined) return canonical;
  } catch {
    // A malformed tag is refused below like an empty one.
  }
  throw invalid(
    `\`${field}\` is ${JSON.stringify(text.slice(0, 60))}; a locale is a BCP 47 tag, such as de-DE.`,
    [field],
  );
}

/** The calendar day, `YYYY-MM-DD`, on which an instant falls in a time zone. */
export function dayIn(timeZone: string, at: Date): string {
  return DateTime.fromJSDate(at, { zone: timeZone }).toFormat('yyyy-MM-dd');
}

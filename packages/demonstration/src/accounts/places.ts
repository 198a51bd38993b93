export type Region = 'EMEA' | 'AMERICAS' | 'APAC' | 'LATAM';
export type Currency = 'EUR' | 'USD' | 'GBP';

/**
 * Where a customer lives: its region, zone, locale, the currency it is billed in, and its telephone numbers, the last
 * digits as `#`.
 */
export interface Place {
  region: Region;
  timeZone: string;
  locale: string;
  currency: Currency;
  phone: string;
  weight: number;
}

type Line = [timeZone: string, locale: string, currency: Currency, phone: string, weight: number];

function places(region: Region, lines: Line[]): Place[] {
  return lines.map(([timeZone, locale, currency, phone, weight]) => ({
    region,
    timeZone,
    locale,
    currency,
    phone,
    weight,
  }));
}

/**
 * The places by region. Telephone numbers reach nobody: they are of the ranges that regulators keep for fiction (Germany,
 * United Kingdom, France, Ireland, North America, Australia), elsewhere of digits that are not given out.
 */
export const PLACES: Record<Region, Place[]> = {
  EMEA: places('EMEA', [
    ['Europe/Berlin', 'de-DE', 'EUR', '+49 30 23125 ###', 30],
    ['Europe/London', 'en-GB', 'GBP', '+44 20 7946 0###', 22],
    ['Europe/Paris', 'fr-FR', 'EUR', '+33 1 9900 ####', 14],
    ['Europe/Amsterdam', 'nl-NL', 'EUR', '+31 20 010 ####', 9],
    ['Europe/Madrid', 'es-ES', 'EUR', '+34 41 000 ####', 8],
    ['Europe/Rome', 'it-IT', 'EUR', '+39 06 000 ####', 7],
    ['Europe/Dublin', 'en-IE', 'EUR', '+353 20 910 ####', 5],
    ['Europe/Warsaw', 'pl-PL', 'EUR', '+48 22 000 ####', 5],
  ]),
  AMERICAS: places('AMERICAS', [
    ['America/New_York', 'en-US', 'USD', '+1 212 555 01##', 34],
    ['America/Chicago', 'en-US', 'USD', '+1 312 555 01##', 22],
    ['America/Denver', 'en-US', 'USD', '+1 303 555 01##', 10],
    ['America/Los_Angeles', 'en-US', 'USD', '+1 213 555 01##', 22],
    ['America/Toronto', 'en-CA', 'USD', '+1 416 555 01##', 12],
  ]),
  APAC: places('APAC', [
    ['Asia/Singapore', 'en-SG', 'USD', '+65 2010 ####', 30],
    ['Australia/Sydney', 'en-AU', 'USD', '+61 2 5550 ####', 28],
    ['Asia/Tokyo', 'ja-JP', 'USD', '+81 3 0010 ####', 20],
    ['Asia/Kolkata', 'en-IN', 'USD', '+91 22 0010 ####', 15],
    ['Pacific/Auckland', 'en-NZ', 'USD', '+64 9 100 ####', 7],
  ]),
  LATAM: places('LATAM', [
    ['America/Sao_Paulo', 'pt-BR', 'USD', '+55 11 1010 ####', 45],
    ['America/Mexico_City', 'es-MX', 'USD', '+52 55 0010 ####', 30],
    ['America/Bogota', 'es-CO', 'USD', '+57 601 000 ####', 15],
    ['America/Santiago', 'es-CL', 'USD', '+56 2 1010 ####', 10],
  ]),
};

/** The next telephone number of a place, in the international form; `given` counts those already taken and grows by it. */
export function numberOf({ phone }: Place, given: Map<string, number>): string {
  const taken = given.get(phone) ?? 0;
  given.set(phone, taken + 1);
  const signs = phone.length - phone.replaceAll('#', '').length;
  return phone.replace(/#+$/, String(taken % 10 ** signs).padStart(signs, '0'));
}

export type Region = 'EMEA' | 'AMERICAS' | 'APAC' | 'LATAM';
export type Currency = 'EUR' | 'USD' | 'GBP';

/** Where a customer lives: its region, zone, locale, the currency it is billed in and how its telephone numbers begin. */
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

/** The places by region; telephone numbers are invented: a prefix here, a running number after it. */
export const PLACES: Record<Region, Place[]> = {
  EMEA: places('EMEA', [
    ['Europe/Berlin', 'de-DE', 'EUR', '+49 30 23125', 30],
    ['Europe/London', 'en-GB', 'GBP', '+44 20 7946', 22],
    ['Europe/Paris', 'fr-FR', 'EUR', '+33 1 9900', 14],
    ['Europe/Amsterdam', 'nl-NL', 'EUR', '+31 20 555', 9],
    ['Europe/Madrid', 'es-ES', 'EUR', '+34 91 555', 8],
    ['Europe/Rome', 'it-IT', 'EUR', '+39 06 555', 7],
    ['Europe/Dublin', 'en-IE', 'EUR', '+353 1 555', 5],
    ['Europe/Warsaw', 'pl-PL', 'EUR', '+48 22 555', 5],
  ]),
  AMERICAS: places('AMERICAS', [
    ['America/New_York', 'en-US', 'USD', '+1 212 555', 34],
    ['America/Chicago', 'en-US', 'USD', '+1 312 555', 22],
    ['America/Denver', 'en-US', 'USD', '+1 303 555', 10],
    ['America/Los_Angeles', 'en-US', 'USD', '+1 213 555', 22],
    ['America/Toronto', 'en-CA', 'USD', '+1 416 555', 12],
  ]),
  APAC: places('APAC', [
    ['Asia/Singapore', 'en-SG', 'USD', '+65 6555', 30],
    ['Australia/Sydney', 'en-AU', 'USD', '+61 2 5550', 28],
    ['Asia/Tokyo', 'ja-JP', 'USD', '+81 3 5550', 20],
    ['Asia/Kolkata', 'en-IN', 'USD', '+91 22 5550', 15],
    ['Pacific/Auckland', 'en-NZ', 'USD', '+64 9 555', 7],
  ]),
  LATAM: places('LATAM', [
    ['America/Sao_Paulo', 'pt-BR', 'USD', '+55 11 5550', 45],
    ['America/Mexico_City', 'es-MX', 'USD', '+52 55 5550', 30],
    ['America/Bogota', 'es-CO', 'USD', '+57 1 555', 15],
    ['America/Santiago', 'es-CL', 'USD', '+56 2 2555', 10],
  ]),
};

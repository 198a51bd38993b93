import { isSupportedCountry, parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js';

/**
 * The country whose numbers a customer writes without a prefix: its region where that is a country (ISO 3166-1), else
 * that of its locale; null where neither tells.
 */
export function countryOf({
  region,
  locale,
}: {
  region: string | null;
  locale: string | null;
}): CountryCode | null {
  const named = region?.trim().toUpperCase() === 'UK' ? 'GB' : region?.trim().toUpperCase();
  if (named !== undefined && isSupportedCountry(named)) return named;
  const spoken = locale === null ? undefined : new Intl.Locale(locale).region;
  return spoken !== undefined && isSupportedCountry(spoken) ? spoken : null;
}

/**
 * A telephone number in E.164, such as `+493023125001`, extensions left out; null where it is none that the numbering
 * plan allows, or where it has no prefix and no country is known.
 */
export function e164(text: string, country: CountryCode | null): string | null {
  const international = text.trim().replace(/^00(?=[1-9])/, '+');
  const parsed = parsePhoneNumberFromString(international, country ?? undefined);
  return parsed?.isPossible() ? parsed.number : null;
}

/**
 * The numbers that a caller may have, as a telephone system tells it: with prefix, as in the country, or with the
 * prefix but without its plus.
 */
export function callersNumbers(text: string, country: CountryCode | null): string[] {
  const digits = text.replaceAll(/\D/g, '');
  const numbers = [e164(text, country), text.trim().startsWith('+') ? null : e164(`+${digits}`, null)];
  return [...new Set(numbers.filter((number) => number !== null))];
}

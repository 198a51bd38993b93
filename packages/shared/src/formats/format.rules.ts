import { Decimal } from 'decimal.js';
import { invalid } from '../errors/index.js';

/** The one spelling of a decimal by which equal ones are equal texts: no exponent, no trailing zeros, no `-0`. */
export function canonicalDecimal(text: string): string {
  const value = new Decimal(text);
  return value.isZero() ? '0' : value.toFixed();
}

/**
 * A decimal within bounds, both included, in its canonical spelling.
 *
 * @throws DomainError `INVALID` naming the field
 */
export function checkDecimal(text: string, field: string, least: string, most?: string): string {
  const value = new Decimal(text);
  if (value.lt(least) || (most !== undefined && value.gt(most))) {
    const bounds = most === undefined ? `${least} or more` : `from ${least} to ${most}`;
    throw invalid(`\`${field}\` is ${text}; it has to be ${bounds}.`, [field]);
  }
  return canonicalDecimal(text);
}

/**
 * A time zone of the IANA database, such as `Europe/Berlin`, or `UTC`; not an offset.
 *
 * @throws DomainError `INVALID` naming the field
 */
export function checkTimeZone(name: string, field: string): string {
  const known = /^(UTC|[A-Z][A-Za-z_]+(\/[A-Za-z0-9_+-]+)+)$/.test(name) && isKnownZone(name);
  if (!known) {
    throw invalid(
      `\`${field}\` is ${JSON.stringify(name.slice(0, 60))}; a time zone has a name of the IANA database, such as Europe/Berlin.`,
      [field],
    );
  }
  return name;
}

/** Zones that were found, of which there are some hundreds: to look one up takes as long as a row of a file. */
const zones = new Set<string>();

function isKnownZone(name: string): boolean {
  if (zones.has(name)) return true;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    zones.add(name);
    return true;
  } catch {
    return false;
  }
}

const currencies = new Set(Intl.supportedValuesOf('currency'));

/**
 * An ISO 4217 currency code in capital letters.
 *
 * @throws DomainError `INVALID` naming the field
 */
export function checkCurrency(code: string, field: string): string {
  if (!currencies.has(code)) {
    throw invalid(
      `\`${field}\` is ${JSON.stringify(code.slice(0, 60))}; a currency is an ISO 4217 code, such as EUR.`,
      [field],
    );
  }
  return code;
}

/** What PostgreSQL keeps in no text: NUL, and halves of surrogate pairs. */
// oxlint-disable-next-line no-control-regex
const NOT_KEPT = /[\u0000\uD800-\uDFFF]/u;

/** Whether a text has only characters that the database can keep. */
export function canBeKept(text: string): boolean {
  return !NOT_KEPT.test(text);
}

/**
 * A trimmed text of 1 to `longest` characters, all of which can be kept.
 *
 * @throws DomainError `INVALID` naming the field
 */
export function checkText(value: string, field: string, longest = 200): string {
  const trimmed = value.trim();
  if (trimmed.length < 1 || trimmed.length > longest) {
    throw invalid(`\`${field}\` has 1 to ${longest} characters.`, [field]);
  }
  if (!canBeKept(trimmed)) {
    throw invalid(`\`${field}\` has characters that cannot be kept, such as NUL.`, [field]);
  }
  return trimmed;
}

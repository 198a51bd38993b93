import { Decimal } from 'decimal.js';

const minorUnits = new Map<string, number>();

/** Decimals of a currency's minor unit by ISO 4217: JPY 0, EUR 2, KWD 3. @throws RangeError for a malformed code. */
export function minorUnitOf(currency: string): number {
  const known = minorUnits.get(currency);
  if (known !== undefined) return known;
  const options = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions();
  const decimals = options.maximumFractionDigits ?? 2;
  minorUnits.set(currency, decimals);
  return decimals;
}

/**
 * An amount as it is served: with the decimals of the currency's minor unit, and more only where it has more (`5754`
 * EUR is `5754.00`, `7.125` EUR stays). @throws RangeError for a malformed currency code.
 */
export function servedAmount(amount: string, currency: string): string {
  const value = new Decimal(amount);
  return value.toFixed(Math.max(value.decimalPlaces(), minorUnitOf(currency)));
}

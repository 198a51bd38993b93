import { Decimal } from 'decimal.js';
import { invalid } from '../errors/index.js';
import { checkCurrency, checkDecimal } from './format.rules.js';

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

/** An amount and its currency as a record keeps them: both, or neither. */
export interface AmountColumns {
  /** A canonical decimal text. */
  amount: string | null;
  /** ISO 4217 code. */
  currency: string | null;
}

/**
 * What an optional amount of an input makes of a record: nothing where it is left out, none where it is null.
 *
 * @throws DomainError `INVALID` naming the field, below 0 or in no currency
 */
export function amountColumns(
  money: { amount: string; currency: string } | null | undefined,
  field: string,
): Partial<AmountColumns> {
  if (money === undefined) return {};
  if (money === null) return { amount: null, currency: null };
  return { amount: checkDecimal(money.amount, field, '0'), currency: checkCurrency(money.currency, field) };
}

/**
 * The columns `amount` and `currency` of a file's row, the amount canonical; a column the file does not have stays so.
 *
 * @throws DomainError `INVALID` naming `amount`, below 0 or one without the other
 */
export function amountCells(row: {
  amount?: string | null | undefined;
  currency?: string | null | undefined;
}): { [Column in keyof AmountColumns]: AmountColumns[Column] | undefined } {
  const { amount, currency } = row;
  if ((amount == null) !== (currency == null)) {
    throw invalid('An amount stands with its currency, or neither is given.', ['amount']);
  }
  return { amount: amount == null ? amount : checkDecimal(amount, 'amount', '0'), currency };
}

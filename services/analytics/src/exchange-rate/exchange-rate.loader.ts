import type { Session } from '@plimsoll/shared';
import type { RateMemory } from './exchange-rate.memory.js';
import { Conversion, ExchangeRates } from './exchange-rate.rules.js';

/** The company's own currency, into which amounts are converted, and the rates that are known. */
export interface Reporting {
  /** ISO 4217. */
  readonly currency: string;
  readonly rates: RateMemory;
}

const NO_RATES = new ExchangeRates([]);

/**
 * The conversion into the reporting currency at the rates in force on a date (`YYYY-MM-DD`), and what one unit is worth of
 * each currency that has a rate then, to compare by. One statement.
 */
export async function loadUnitValues(
  session: Session,
  reporting: Reporting,
  date: string,
): Promise<{ conversion: Conversion; values: Map<string, number> }> {
  const rates = await reporting.rates.upToDate(session);
  const conversion = new Conversion(rates, reporting.currency, date);
  const values = new Map<string, number>();
  for (const currency of [reporting.currency, ...rates.currencies]) {
    const value = conversion.unitValueOf(currency);
    if (value !== null) values.set(currency, value);
  }
  return { conversion, values };
}

/**
 * Opens conversions of these currencies into the reporting currency at the rates in force on a date (`YYYY-MM-DD`).
 * One statement, and none where no currency is another.
 */
export async function loadConversion(
  session: Session,
  reporting: Reporting,
  currencies: Iterable<string>,
): Promise<(date: string) => Conversion> {
  const isForeign = [...currencies].some((currency) => currency !== reporting.currency);
  const rates = isForeign ? await reporting.rates.upToDate(session) : NO_RATES;
  const byDate = new Map<string, Conversion>();
  return (date) => {
    const known = byDate.get(date);
    if (known !== undefined) return known;
    const conversion = new Conversion(rates, reporting.currency, date);
    byDate.set(date, conversion);
    return conversion;
  };
}

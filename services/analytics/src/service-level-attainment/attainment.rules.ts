import { Decimal } from 'decimal.js';

/** The service levels of all customers in one of their months, added up. Decimals are strings. */
export interface AttainmentFigures {
  /** Customer-product-months that were measured: that have a length. */
  readonly measured: number;
  /** Those whose uptime reached the target. */
  readonly met: number;
  /** Σ of their lengths. */
  readonly lengthSeconds: string;
  readonly countedSeconds: string;
  /** What is owed, by currency. */
  readonly credits: readonly (readonly [amount: string, currency: string])[];
}

const Exact = Decimal.clone({ precision: 60 });

/** `whole` with `after` in the place of `before`, which is a part of it. */
export function withPart(
  whole: AttainmentFigures,
  before: AttainmentFigures,
  after: AttainmentFigures,
): AttainmentFigures {
  const changed = (valueOf: (one: AttainmentFigures) => string) =>
    new Exact(valueOf(whole)).minus(valueOf(before)).plus(valueOf(after)).toFixed();
  const owed = ({ credits }: AttainmentFigures, currency: string) =>
    credits.find((credit) => credit[1] === currency)?.[0] ?? '0';
  const currencies = new Set([...whole.credits, ...after.credits].map(([, currency]) => currency));
  return {
    measured: whole.measured - before.measured + after.measured,
    met: whole.met - before.met + after.met,
    lengthSeconds: changed((one) => one.lengthSeconds),
    countedSeconds: changed((one) => one.countedSeconds),
    credits: [...currencies]
      .sort()
      .map((currency) => [changed((one) => owed(one, currency)), currency] as const)
      .filter(([amount]) => Number(amount) !== 0),
  };
}

/** A month of a customer's product, as far as it is added up. Seconds and amounts are decimal text. */
interface MeasuredMonth {
  readonly lengthSeconds: string;
  readonly countedSeconds: string;
  readonly uptime: string | null;
  readonly breached: boolean;
  readonly credits: readonly { readonly amount: string; readonly currency: string }[];
}

/** These months added up; those without a length are not measured. */
export function attainmentOf(months: readonly MeasuredMonth[]): AttainmentFigures {
  const measured = months.filter(({ uptime }) => uptime !== null);
  const sum = (values: readonly string[]) =>
    values.reduce((total, value) => total.plus(value), new Exact(0)).toFixed();
  const owed = months.flatMap(({ credits }) => credits);
  const currencies = [...new Set(owed.map(({ currency }) => currency))].sort();
  return {
    measured: measured.length,
    met: measured.filter(({ breached }) => !breached).length,
    lengthSeconds: sum(measured.map(({ lengthSeconds }) => lengthSeconds)),
    countedSeconds: sum(measured.map(({ countedSeconds }) => countedSeconds)),
    credits: currencies.map((currency) => [
      sum(owed.filter((one) => one.currency === currency).map(({ amount }) => amount)),
      currency,
    ]),
  };
}

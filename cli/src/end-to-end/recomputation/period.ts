/** A period of a question, half-open, and the instant as of which it is answered; RFC 3339. */
export interface Period {
  from: string;
  to: string;
  asOf: string;
}

/** A quotient as the graph shows it. */
export interface Ratio {
  ratio: number | null;
  numerator: number;
  denominator: number;
}

/** A quotient of two counts or sums; null where nothing is below the line. */
export function ratioOf(numerator: number | string, denominator: number | string): Ratio {
  const [above, below] = [Number(numerator), Number(denominator)];
  return { ratio: below === 0 ? null : above / below, numerator: above, denominator: below };
}

/** An exact amount in the reporting currency, as the graph shows it; null where there is none. */
export function euro(amount: string | null): { amount: string; currency: 'EUR' } | null {
  return amount === null ? null : { amount, currency: 'EUR' };
}

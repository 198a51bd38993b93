import { minorUnitOf } from '@plimsoll/shared';
import type { Sums } from '../account/index.js';
import { divideHalfUp, fixed, scaled, type Amount } from '../availability/index.js';

/** Units of `to` for one unit of `from` since a day (`YYYY-MM-DD`); `rate` a decimal above 0. */
export interface RecordedRate {
  readonly date: string;
  readonly from: string;
  readonly to: string;
  readonly rate: string;
}

/** An exact ratio above 0. */
export interface Ratio {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** Decimals kept of a rate, and of amounts and sums: as many as either has at most. */
const RATE_DECIMALS = 12;
const AMOUNT_DECIMALS = 10;
const ONE: Ratio = { numerator: 1n, denominator: 1n };

/** The exchange rates on record. Never changes. */
export class ExchangeRates {
  /** By `from/to`, the earliest first. */
  readonly #pairs = new Map<string, { date: string; rate: bigint }[]>();
  /** Those that any rate is of, in order of code. */
  readonly currencies: readonly string[];

  /** @param rates at most one a pair and day, in any order */
  constructor(rates: Iterable<RecordedRate>) {
    const currencies = new Set<string>();
    for (const { date, from, to, rate } of rates) {
      const pair = `${from}/${to}`;
      const known = this.#pairs.get(pair) ?? [];
      known.push({ date, rate: scaled(rate, RATE_DECIMALS) });
      this.#pairs.set(pair, known);
      currencies.add(from).add(to);
    }
    for (const known of this.#pairs.values()) known.sort((a, b) => (a.date < b.date ? -1 : 1));
    this.currencies = [...currencies].sort();
  }

  /**
   * Units of `to` for one unit of `from` on a date: by the latest rate between the two on or before it, in either
   * direction (the same date: from → to); without one, through the first currency in order of code that has such a
   * rate with both. Null where there is neither.
   */
  ratioOn(date: string, from: string, to: string): Ratio | null {
    const between = this.#between(date, from, to);
    if (between !== null) return between;
    for (const middle of this.currencies) {
      const [first, second] = [this.#between(date, from, middle), this.#between(date, middle, to)];
      if (first === null || second === null) continue;
      return {
        numerator: first.numerator * second.numerator,
        denominator: first.denominator * second.denominator,
      };
    }
    return null;
  }

  #between(date: string, from: string, to: string): Ratio | null {
    if (from === to) return ONE;
    const direct = this.#latest(date, `${from}/${to}`);
    const inverse = this.#latest(date, `${to}/${from}`);
    const scale = 10n ** BigInt(RATE_DECIMALS);
    if (direct !== undefined && (inverse === undefined || inverse.date <= direct.date)) {
      return { numerator: direct.rate, denominator: scale };
    }
    return inverse === undefined ? null : { numerator: scale, denominator: inverse.rate };
  }

  #latest(date: string, pair: string): { date: string; rate: bigint } | undefined {
    return this.#pairs.get(pair)?.findLast((one) => one.date <= date);
  }
}

/** An amount that is one, or why there is none. */
export interface SingleAmount {
  /** Null where nothing is owed, and where a rate is missing. */
  readonly amount: Amount | null;
  /** Null unless a rate is missing. */
  readonly missingBecause: string | null;
}

/** Converts into one currency at the rates in force on one date; each currency's rate is worked out once. */
export class Conversion {
  readonly #ratios = new Map<string, Ratio | null>();
  readonly #factors = new Map<string, number | null>();

  /**
   * @param currency converted into, ISO 4217
   * @param date `YYYY-MM-DD`
   */
  constructor(
    private readonly rates: ExchangeRates,
    readonly currency: string,
    readonly date: string,
  ) {}

  /** Of these currencies those that have no rate, in order of code. */
  missingAmong(currencies: Iterable<string>): string[] {
    return [...new Set(currencies)].filter((currency) => this.ratioOf(currency) === null).sort();
  }

  /**
   * The value of sums by which they are compared, in the currency's unit, rounded to its ten-thousandth, so that equal
   * amounts in different currencies are equal; null where a rate is missing. Nothing is worth 0.
   */
  valueOf(sums: Sums): number | null {
    let value = 0;
    for (const [currency, units] of sums) {
      if (units === 0n) continue;
      const factor = this.#factorOf(currency);
      if (factor === null) return null;
      value += Number(units) * factor;
    }
    return Math.round(value / 1e6) / 1e4;
  }

  /**
   * These amounts, one a currency, as a single one: as it is where all but one are zero, else their exact value
   * rounded once, half-up, to the minor unit.
   */
  single(amounts: readonly Amount[]): SingleAmount {
    if (!isOfSeveral(amounts)) {
      return { amount: amounts.find(isNotZero) ?? amounts[0] ?? null, missingBecause: null };
    }
    return this.total(amounts);
  }

  /**
   * The sum of these amounts in this currency, whatever theirs: exact, rounded once, half-up, to the minor unit. Of none
   * it is 0; null where a rate is missing.
   */
  total(amounts: readonly Amount[]): SingleAmount {
    const missing = this.missingAmong(amounts.filter(isNotZero).map(({ currency }) => currency));
    if (missing.length > 0) {
      const missingBecause = `No exchange rate of ${missing.join(', ')} into ${this.currency} is recorded for ${this.date} or before.`;
      return { amount: null, missingBecause };
    }
    // By currency first: with each rate the denominator grows.
    const sums = new Map<string, bigint>();
    for (const { amount, currency } of amounts) {
      sums.set(currency, (sums.get(currency) ?? 0n) + scaled(amount, AMOUNT_DECIMALS));
    }
    let [numerator, denominator] = [0n, 1n];
    for (const [currency, units] of sums) {
      const ratio = this.ratioOf(currency) ?? ONE;
      numerator = numerator * ratio.denominator + units * ratio.numerator * denominator;
      denominator *= ratio.denominator;
    }
    const decimals = minorUnitOf(this.currency);
    const minor = divideHalfUp(
      numerator * 10n ** BigInt(decimals),
      denominator * 10n ** BigInt(AMOUNT_DECIMALS),
    );
    return { amount: { amount: fixed(minor, decimals), currency: this.currency }, missingBecause: null };
  }

  /** What one unit of a currency is worth, to compare by; null where its rate is missing. */
  unitValueOf(currency: string): number | null {
    return this.#factorOf(currency);
  }

  /**
   * Units of this currency for one unit of another, in 10^−12, half-up: what adds up in the other adds up in this one,
   * once multiplied. Null where a rate is missing.
   */
  factorOf(currency: string): bigint | null {
    const ratio = this.ratioOf(currency);
    return ratio && divideHalfUp(ratio.numerator * 10n ** BigInt(RATE_DECIMALS), ratio.denominator);
  }

  /** Units of the currency converted into for one unit of another; null where no rate is recorded. */
  ratioOf(currency: string): Ratio | null {
    let ratio = this.#ratios.get(currency);
    if (ratio === undefined) {
      ratio = this.rates.ratioOn(this.date, currency, this.currency);
      this.#ratios.set(currency, ratio);
    }
    return ratio;
  }

  #factorOf(currency: string): number | null {
    let factor = this.#factors.get(currency);
    if (factor === undefined) {
      const ratio = this.ratioOf(currency);
      factor = ratio === null ? null : Number(ratio.numerator) / Number(ratio.denominator);
      this.#factors.set(currency, factor);
    }
    return factor;
  }
}

const isNotZero = ({ amount }: Amount) => !/^[0.]*$/.test(amount);

/** Whether amounts, one a currency, need a conversion to be a single one. */
export function isOfSeveral(amounts: readonly Amount[]): boolean {
  return amounts.length > 1 && amounts.filter(isNotZero).length > 1;
}

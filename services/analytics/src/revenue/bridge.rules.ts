import type { Ratio } from '@plimsoll/shared';
import { minorUnitOf } from '@plimsoll/shared';
import { divideHalfUp, fixed, type Amount } from '../availability/index.js';
import type { Conversion } from '../exchange-rate/index.js';
import { AMOUNT_DECIMALS, type MovementKind } from './revenue-movement.rules.js';
import { ratioOf } from '../executive/index.js';

/** Sums by currency, in 10^−10 of each currency's unit. */
type Units = Map<string, bigint>;

/** What customers paid when a period began, in one currency. */
export interface StockSum {
  readonly currency: string;
  readonly units: bigint;
  /** Customers, each in one of its currencies only. */
  readonly customers: number;
}

/** Movements of one kind in a period, in one currency. */
export interface MovementSum {
  readonly kind: MovementKind;
  readonly currency: string;
  /**
   * Whether rates count it: of customers who paid when the period began, up to their first loss. What arrivals and those
   * who came back move stands in the bridge alone.
   */
  readonly counted: boolean;
  readonly units: bigint;
  /** How often a customer moved so, each day in one of its currencies only. */
  readonly customers: number;
  /** Of all these together: days that they had been paying. */
  readonly tenureDays: number;
}

/** How many customers came, went and stayed: `start + new + reactivated − churned = end`. */
export interface CustomerBridge {
  start: number;
  new: number;
  reactivated: number;
  churned: number;
  end: number;
}

/** The parts of a bridge of revenue, in 10^−10: `start + new + reactivated + expansion − contraction − churned = end`. */
export interface RevenueBridge {
  start: bigint;
  new: bigint;
  reactivated: bigint;
  expansion: bigint;
  contraction: bigint;
  churned: bigint;
  end: bigint;
}

/** Where customers and revenue came from and went in a period. */
export interface Bridges {
  readonly customers: CustomerBridge;
  /** By currency, in order of code. */
  readonly revenue: ReadonlyMap<string, RevenueBridge>;
  /** What rates count (see {@link MovementSum}). */
  readonly lost: {
    readonly customers: number;
    readonly tenureDays: number;
    readonly churned: ReadonlyMap<string, bigint>;
    readonly contraction: ReadonlyMap<string, bigint>;
    readonly expansion: ReadonlyMap<string, bigint>;
  };
}

const PLACE: Record<MovementKind, 'new' | 'reactivated' | 'expansion' | 'contraction' | 'churned'> = {
  NEW: 'new',
  REACTIVATED: 'reactivated',
  EXPANSION: 'expansion',
  CONTRACTION: 'contraction',
  CHURNED: 'churned',
};

/** The bridges of a period (or of a group of customers in it) from its stock and its movements. */
export function bridgesOf(stock: readonly StockSum[], movements: readonly MovementSum[]): Bridges {
  const revenue = new Map<string, RevenueBridge>();
  const of = (currency: string): RevenueBridge => {
    const known = revenue.get(currency);
    if (known) return known;
    const made = {
      start: 0n,
      new: 0n,
      reactivated: 0n,
      expansion: 0n,
      contraction: 0n,
      churned: 0n,
      end: 0n,
    };
    revenue.set(currency, made);
    return made;
  };
  const customers = { start: 0, new: 0, reactivated: 0, churned: 0, end: 0 };
  const lost = {
    customers: 0,
    tenureDays: 0,
    churned: new Map<string, bigint>(),
    contraction: new Map<string, bigint>(),
    expansion: new Map<string, bigint>(),
  };
  for (const { currency, units, customers: count } of stock) {
    of(currency).start += units;
    customers.start += count;
  }
  for (const { kind, currency, counted, units, customers: count, tenureDays } of movements) {
    const place = PLACE[kind];
    of(currency)[place] += units;
    if (place !== 'expansion' && place !== 'contraction') customers[place] += count;
    if (!counted || place === 'new' || place === 'reactivated') continue;
    add(lost[place], currency, units);
    if (place === 'churned') {
      lost.customers += count;
      lost.tenureDays += tenureDays;
    }
  }
  customers.end = customers.start + customers.new + customers.reactivated - customers.churned;
  for (const one of revenue.values()) {
    one.end = one.start + one.new + one.reactivated + one.expansion - one.contraction - one.churned;
  }
  return { customers, revenue: new Map([...revenue].sort(([a], [b]) => (a < b ? -1 : 1))), lost };
}

function add(sums: Units, currency: string, units: bigint): void {
  sums.set(currency, (sums.get(currency) ?? 0n) + units);
}

/** How fast customers and revenue go; each ratio is null where there was nothing at the start. */
export interface ChurnRates {
  /** Customers lost ÷ customers at the start. */
  readonly logoChurn: Ratio;
  /** (Churned + contraction) ÷ revenue at the start, in the reporting currency; null where a rate is missing. */
  readonly grossRevenueChurn: Ratio | null;
  /** (Churned + contraction − expansion) ÷ revenue at the start; below 0 where those who stayed made up for it. */
  readonly netRevenueChurn: Ratio | null;
  /** Mean tenure of the customers lost, in days; null without one. */
  readonly averageLifetimeDays: number | null;
}

/**
 * The churn of a period: only losses among the customers that paid when it began count, as the domain glossary says.
 *
 * @param conversion at the exchange rates in force on the first day of the period
 */
export function churnOf({ customers, revenue, lost }: Bridges, conversion: Conversion): ChurnRates {
  const valueOf = (sums: Iterable<readonly [string, bigint]>) => reportedUnits(sums, conversion);
  const start = valueOf([...revenue].map(([currency, bridge]) => [currency, bridge.start]));
  const [churned, contraction, expansion] = [
    valueOf(lost.churned),
    valueOf(lost.contraction),
    valueOf(lost.expansion),
  ];
  const known = start !== null && churned !== null && contraction !== null && expansion !== null;
  return {
    logoChurn: ratioOf(lost.customers, customers.start),
    grossRevenueChurn: known ? ratioOf(inUnits(churned + contraction), inUnits(start)) : null,
    netRevenueChurn: known ? ratioOf(inUnits(churned + contraction - expansion), inUnits(start)) : null,
    averageLifetimeDays: lost.customers === 0 ? null : lost.tenureDays / lost.customers,
  };
}

/** Decimals of a sum in the reporting currency: those of amounts and those of exchange rates. */
const REPORTED_DECIMALS = 22;

/**
 * Sums in the reporting currency, in 10^−22 of its unit, so that what adds up in each currency adds up in this one; null
 * where a rate is missing. A rate counts with twelve decimals.
 */
export function reportedUnits(
  sums: Iterable<readonly [string, bigint]>,
  conversion: Conversion,
): bigint | null {
  let total = 0n;
  for (const [currency, units] of sums) {
    if (units === 0n) continue;
    const factor = conversion.factorOf(currency);
    if (factor === null) return null;
    total += units * factor;
  }
  return total;
}

/** 10^−22 of a unit as a number of units, to its ten-thousandth. */
function inUnits(reported: bigint): number {
  const negative = reported < 0n;
  const tenThousandths = divideHalfUp(negative ? -reported : reported, 10n ** BigInt(REPORTED_DECIMALS - 4));
  return (negative ? -1 : 1) * (Number(tenThousandths) / 10_000);
}

/** 10^−22 of a unit as an amount: exact, with the decimals of the minor unit at least. */
export function reportedAmount(reported: bigint, currency: string): Amount {
  return { amount: shortest(fixed(reported, REPORTED_DECIMALS), REPORTED_DECIMALS, currency), currency };
}

/** 10^−10 of a unit as an amount: exact, with the decimals of the minor unit at least. */
export function exactAmount(units: bigint, currency: string): Amount {
  return { amount: shortest(fixed(units, AMOUNT_DECIMALS), AMOUNT_DECIMALS, currency), currency };
}

function shortest(text: string, decimals: number, currency: string): string {
  let end = text.length;
  while (end > text.length - (decimals - minorUnitOf(currency)) && text[end - 1] === '0') end -= 1;
  return text[end - 1] === '.' ? text.slice(0, end - 1) : text.slice(0, end);
}

import { minorUnitOf } from '@plimsoll/shared';
import { Decimal } from 'decimal.js';
import type { Conversion } from '../exchange-rate/index.js';

/** An amount in one currency; a decimal, below 0 where it takes back. */
export interface CostAmount {
  readonly amount: string;
  readonly currency: string;
}

/** Decimals kept of an amount before it is rounded: those that conversions take. */
const DECIMALS = 10;

/**
 * The sum of costs, what was taken back taken off, in the conversion's currency with the decimals of its minor unit;
 * what is spent and what is taken back are each rounded once, half-up. Of none it is 0; null where a rate is missing.
 *
 * @param divisor what each is divided by before that, above 0
 */
export function reportedCost(
  conversion: Conversion,
  costs: readonly CostAmount[],
  divisor = 1,
): CostAmount | null {
  const net = new Map<string, Decimal>();
  for (const { amount, currency } of costs) {
    net.set(currency, (net.get(currency) ?? new Decimal(0)).plus(amount));
  }
  const total = (sign: 1 | -1) =>
    conversion.total(
      [...net]
        .map(([currency, amount]) => [currency, amount.times(sign).div(divisor)] as const)
        .filter(([, amount]) => amount.gt(0))
        .map(([currency, amount]) => ({ amount: amount.toFixed(DECIMALS), currency })),
    ).amount;
  const [spent, back] = [total(1), total(-1)];
  if (spent === null || back === null) return null;
  const { currency } = conversion;
  return { amount: new Decimal(spent.amount).minus(back.amount).toFixed(minorUnitOf(currency)), currency };
}

import { minorUnitOf } from '@plimsoll/shared';
import { divideHalfUp, fixed, scaled, type Amount } from '../availability/index.js';

/** An asset or a group with what its redundancy would have saved in a period; amounts in the reporting currency. */
export interface SavedInPeriod {
  readonly trialId: string;
  readonly failureCount: number;
  readonly downSeconds: number;
  /** Null where a rate is missing. */
  readonly credits: Amount | null;
  /** What customers paid a month, added up over the failures; null where a rate is missing. */
  readonly revenue: Amount | null;
}

/** A saving with what it comes to per failure, exact to the minor unit (half-up); null where a rate is missing. */
export interface RankedSaving extends SavedInPeriod {
  readonly revenuePerFailure: Amount | null;
  readonly costPerFailure: Amount | null;
}

const DECIMALS = 10;

/**
 * The savings by (credits + revenue exposed) ÷ failures, the largest first; then by seconds, then by id. Without a
 * failure in the period nothing is told; those with an amount that is missing come last.
 */
export function rankedSavings(savings: readonly SavedInPeriod[]): RankedSaving[] {
  const valued = savings
    .filter(({ failureCount }) => failureCount > 0)
    .map((one) => {
      const { credits, revenue, failureCount } = one;
      const both = credits && revenue && scaled(credits.amount, DECIMALS) + scaled(revenue.amount, DECIMALS);
      return {
        value: both === null ? null : Number(both) / failureCount,
        ranked: {
          ...one,
          revenuePerFailure:
            revenue && perFailure(scaled(revenue.amount, DECIMALS), failureCount, revenue.currency),
          costPerFailure:
            both === null || revenue === null ? null : perFailure(both, failureCount, revenue.currency),
        },
      };
    });
  return valued
    .sort(
      (a, b) =>
        (b.value ?? -1) - (a.value ?? -1) ||
        b.ranked.downSeconds - a.ranked.downSeconds ||
        (a.ranked.trialId < b.ranked.trialId ? -1 : 1),
    )
    .map(({ ranked }) => ranked);
}

function perFailure(units: bigint, failures: number, currency: string): Amount {
  const decimals = minorUnitOf(currency);
  const divisor = BigInt(failures) * 10n ** BigInt(DECIMALS - decimals);
  return { amount: fixed(divideHalfUp(units, divisor), decimals), currency };
}

/** Why an asset or a group is where it is, in words. */
export function rationaleOf(
  { failureCount, downSeconds, credits, revenuePerFailure }: RankedSaving,
  { groupName, customerCount }: { groupName: string | null; customerCount: number },
): string {
  const times = failureCount === 1 ? 'once' : `${failureCount} times`;
  const whom = `${customerCount} ${customerCount === 1 ? 'customer' : 'customers'}`;
  const failed =
    groupName === null
      ? `Failed ${times} by itself, and hit up to ${whom} at a time.`
      : `The group “${groupName}” had too few members up ${times}, which hit up to ${whom} at a time.`;
  const remedy = groupName === null ? 'A twin' : 'One more member';
  const money = credits ? ` and ${credits.amount} ${credits.currency} of service credits` : '';
  const exposed = revenuePerFailure
    ? ` Each failure put ${revenuePerFailure.amount} ${revenuePerFailure.currency} of monthly recurring revenue at stake.`
    : '';
  return `${failed} ${remedy} would have spared ${Math.round(downSeconds)} s of DOWN, added up over customers and products,${money}.${exposed}`;
}

import { checkCurrency, checkDecimal, invalid } from '@plimsoll/shared';

/** What one unit of a plan costs a month; both or neither. */
export interface PlanPrice {
  /** Canonical decimal. */
  monthlyPrice: string | null;
  /** ISO 4217 code. */
  currency: string | null;
}

/**
 * A price in canonical form.
 *
 * @throws DomainError `INVALID` for a price without a currency, a currency without a price, or a price below zero
 */
export function checkPrice({ monthlyPrice, currency }: PlanPrice): PlanPrice {
  if (monthlyPrice === null && currency === null) return { monthlyPrice, currency };
  if (monthlyPrice === null) throw invalid('A currency stands beside a price; there is none.', ['currency']);
  if (currency === null) throw invalid('A price has a currency; there is none.', ['currency']);
  return {
    monthlyPrice: checkDecimal(monthlyPrice, 'monthly_price', '0'),
    currency: checkCurrency(currency, 'currency'),
  };
}

/** A plan's tier: 1 is provisioned at once, 2 from a queue, 3 after approvals. */
export function checkTier<Tier extends number | null | undefined>(tier: Tier): Tier {
  if (tier != null && ![1, 2, 3].includes(tier))
    throw invalid(`\`tier\` is ${tier}; it is 1, 2 or 3.`, ['tier']);
  return tier;
}

import { Decimal } from 'decimal.js';

const DECIMALS = 12;
const Exact = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_HALF_EVEN });

/**
 * Uptime over customer-product-months together, in percent with 12 decimals, rounded half-even: 100 × (1 − counted ÷
 * length). Null where the length is 0.
 *
 * @param counted weighted seconds out of service, decimal text
 * @param length seconds measured, decimal text
 */
export function uptimeOf(counted: string | null, length: string | null): string | null {
  if (counted === null || length === null) return null;
  const measured = new Exact(length);
  if (measured.isZero()) return null;
  return new Exact(1).minus(new Exact(counted).div(measured)).times(100).toFixed(DECIMALS);
}

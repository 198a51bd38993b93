import type { Ratio } from '@plimsoll/shared';

/** A quotient with its parts; null where the denominator is 0. */
export function ratioOf(numerator: number, denominator: number): Ratio {
  return { ratio: denominator === 0 ? null : numerator / denominator, numerator, denominator };
}

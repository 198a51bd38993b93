/** Of a series of measurements in one unit. */
export interface Spread {
  min: number;
  median: number;
  /** What nine of ten stay within (nearest rank). */
  p90: number;
}

/** @throws RangeError on an empty series */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  const [min, p90] = [sorted[0], at(0.9)];
  if (min === undefined || p90 === undefined) throw new RangeError('There is nothing to measure.');
  return { min, median: medianOf(sorted), p90 };
}

/** The middle of a series; of an even number the mean of both middle ones. @throws RangeError on an empty series */
export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  if (upper === undefined || lower === undefined) throw new RangeError('There is nothing to measure.');
  return (lower + upper) / 2;
}

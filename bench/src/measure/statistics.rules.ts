/** Of a series of measurements in one unit. */
export interface Spread {
  min: number;
  median: number;
  /** What nine of ten stay within (nearest rank). */
  p90: number;
}

/** @throws RangeError on an empty series */
export function spreadOf(values: readonly number[]): Spread {
  return { min: withinOf(values, 0), median: medianOf(values), p90: withinOf(values, 0.9) };
}

/** What a share (0–1) of a series stays within (nearest rank). @throws RangeError on an empty series */
export function withinOf(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const within = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (within === undefined) throw new RangeError('There is nothing to measure.');
  return within;
}

/** The middle of a series; of an even number the mean of both middle ones. @throws RangeError on an empty series */
export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  if (upper === undefined || lower === undefined) throw new RangeError('There is nothing to measure.');
  return (lower + upper) / 2;
}

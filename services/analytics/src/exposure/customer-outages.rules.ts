import type { OutageQuestion, SliceBounds, SliceStates } from '../availability/index.js';

/**
 * The customers an outage makes worse, as assets hands them over: `slices` are contiguous pieces of the question's
 * interval; each pattern has the states of one product in every slice (see `SliceStates`).
 */
export interface CustomerOutages {
  readonly version: 1;
  readonly question: OutageQuestion;
  readonly slices: readonly SliceBounds[];
  /** Chains of asset ids, from an origin to the placed asset that hits the customer. */
  readonly causes: readonly (readonly string[])[];
  readonly patterns: readonly OutagePattern[];
  /** `patterns` are indexes of patterns. */
  readonly customers: readonly { readonly id: string; readonly patterns: readonly number[] }[];
}

/** What an outage does to one product, and through which chain of causes. */
export interface OutagePattern {
  readonly productId: string;
  /** Index of a chain. */
  readonly causes: number;
  readonly slices: readonly SliceStates[];
}

/**
 * The value handed over, checked as far as a wrong version or form would give wrong figures.
 * @throws RangeError where it is of another version or malformed
 */
export function customerOutagesOf(value: unknown): CustomerOutages {
  const given = value as Partial<CustomerOutages> | null | undefined;
  const isWhole =
    given?.version === 1 &&
    Number.isFinite(given.question?.from) &&
    Number.isFinite(given.question?.to) &&
    Number.isFinite(given.question?.asOf) &&
    [given.slices, given.causes, given.patterns, given.customers].every(Array.isArray);
  if (!isWhole) throw new RangeError('The outage comes in a form that this version does not know.');
  return given as CustomerOutages;
}

/** How an outage hits a customer, over all its products that it makes worse. */
export interface CustomerHit {
  readonly state: 'DEGRADED' | 'DOWN';
  /** Seconds in which some product is `DOWN`. */
  readonly downSeconds: number;
  /** Seconds in which some product is `DEGRADED` and none `DOWN`. */
  readonly degradedSeconds: number;
  /** The chain of the first product hit worst. */
  readonly causes: readonly string[];
}

const DEGRADED = 2;
const DOWN = 3;

function hitState([withState, withoutState]: SliceStates): number {
  return withState >= DEGRADED && withState > withoutState ? withState : 0;
}

/** Tells how customers are hit; those with the same patterns share the answer. */
export function hitsOf(outages: CustomerOutages): (patterns: readonly number[]) => CustomerHit {
  const known = new Map<number | string, CustomerHit>();
  return (indexes) => {
    const [first, second] = indexes;
    const key = first !== undefined && second === undefined ? first : indexes.join();
    const before = known.get(key);
    if (before !== undefined) return before;
    const patterns = indexes.flatMap((index) => outages.patterns[index] ?? []);
    let [worst, downMs, degradedMs] = [0, 0, 0];
    let chain = patterns[0]?.causes ?? 0;
    for (const pattern of patterns) {
      const state = Math.max(0, ...pattern.slices.map(hitState));
      if (state > worst) [worst, chain] = [state, pattern.causes];
    }
    outages.slices.forEach(([from, to], slice) => {
      const states = patterns.map((pattern) => hitState(pattern.slices[slice] ?? [0, 0, null]));
      const state = Math.max(0, ...states);
      if (state === DOWN) downMs += to - from;
      if (state === DEGRADED) degradedMs += to - from;
    });
    const hit: CustomerHit = {
      state: worst === DOWN ? 'DOWN' : 'DEGRADED',
      downSeconds: downMs / 1000,
      degradedSeconds: degradedMs / 1000,
      causes: outages.causes[chain] ?? [],
    };
    known.set(key, hit);
    return hit;
  };
}

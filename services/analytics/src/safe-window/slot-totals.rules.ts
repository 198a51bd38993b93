import { NO_SUMS, type Sums } from '../account/index.js';
import type { Interval } from '../availability/index.js';
import { awakeTimes } from './awake.rules.js';
import type { Run } from './slot-runs.rules.js';

/** What a change would do if it were carried out in a slot: the same as a what-if of that slot says. */
export interface SlotFigures {
  /** Epoch milliseconds, half-open. */
  readonly from: number;
  readonly to: number;
  readonly customerCount: number;
  readonly breachCount: number;
  readonly leastHeadroomSeconds: number | null;
  readonly credit: Sums;
  readonly revenue: Sums;
  /** Customers hit for whom some of the slot lies between 07:00 and 22:00 local time. */
  readonly customersAwake: number;
}

/** What one customer adds to the slots of a run. */
interface Addition {
  readonly timeZone: string;
  readonly isBroken: boolean;
  readonly least: number | null;
  readonly credit: Sums;
  readonly revenue: Sums;
}

/** Sums over slots: what is added to a run is noted at its ends. */
export class SlotTotals {
  /** Customers hit, by time zone. */
  readonly #hit = new Map<string, Int32Array>();
  readonly #broken: Int32Array;
  readonly #least: Float64Array;
  readonly #credit = new Map<string, bigint[]>();
  readonly #revenue = new Map<string, bigint[]>();

  constructor(private readonly slots: number) {
    this.#broken = new Int32Array(slots + 1);
    this.#least = new Float64Array(slots).fill(Infinity);
  }

  add(run: Run, { timeZone, isBroken, least, credit, revenue }: Addition): void {
    let hit = this.#hit.get(timeZone);
    if (hit === undefined) this.#hit.set(timeZone, (hit = new Int32Array(this.slots + 1)));
    addBetween(hit, run, 1);
    if (isBroken) addBetween(this.#broken, run, 1);
    if (least !== null) {
      for (let slot = run.first; slot < run.end; slot += 1) {
        if (least < (this.#least[slot] ?? Infinity)) this.#least[slot] = least;
      }
    }
    this.#addSums(this.#credit, run, credit);
    this.#addSums(this.#revenue, run, revenue);
  }

  figures(starts: readonly number[], durationMs: number): SlotFigures[] {
    const zones = [...this.#hit].map(([timeZone, hits]) => ({
      hits: running(hits),
      awake: awakeSlots(timeZone, starts, durationMs),
    }));
    const broken = running(this.#broken);
    const credit = runningSums(this.#credit, this.slots);
    const revenue = runningSums(this.#revenue, this.slots);
    return starts.map((from, slot) => {
      let [customerCount, customersAwake] = [0, 0];
      for (const { hits, awake } of zones) {
        const count = hits[slot] ?? 0;
        customerCount += count;
        if (awake[slot]) customersAwake += count;
      }
      const least = this.#least[slot] ?? Infinity;
      return {
        from,
        to: from + durationMs,
        customerCount,
        breachCount: broken[slot] ?? 0,
        leastHeadroomSeconds: least === Infinity ? null : least,
        credit: credit[slot] ?? NO_SUMS,
        revenue: revenue[slot] ?? NO_SUMS,
        customersAwake,
      };
    });
  }

  #addSums(totals: Map<string, bigint[]>, run: Run, sums: Sums): void {
    for (const [currency, units] of sums) {
      let own = totals.get(currency);
      if (own === undefined) totals.set(currency, (own = Array.from({ length: this.slots + 1 }, () => 0n)));
      own[run.first] = (own[run.first] ?? 0n) + units;
      own[run.end] = (own[run.end] ?? 0n) - units;
    }
  }
}

function addBetween(differences: Int32Array, { first, end }: Run, amount: number): void {
  differences[first] = (differences[first] ?? 0) + amount;
  differences[end] = (differences[end] ?? 0) - amount;
}

function running(differences: Int32Array): Int32Array {
  let sum = 0;
  return differences.map((difference) => (sum += difference));
}

/** The sums of each slot; slots alike share an object. */
function runningSums(totals: ReadonlyMap<string, readonly bigint[]>, slots: number): Sums[] {
  const current = new Map<string, bigint>();
  let shared: Sums = NO_SUMS;
  return Array.from({ length: slots }, (_, slot) => {
    let isOther = false;
    for (const [currency, differences] of totals) {
      const difference = differences[slot] ?? 0n;
      if (difference === 0n) continue;
      current.set(currency, (current.get(currency) ?? 0n) + difference);
      isOther = true;
    }
    if (isOther) shared = new Map([...current].filter(([, units]) => units !== 0n));
    return shared;
  });
}

/** Of each slot whether some of it lies between 07:00 and 22:00 in a time zone. */
function awakeSlots(timeZone: string, starts: readonly number[], durationMs: number): boolean[] {
  const [first] = starts;
  if (first === undefined) return [];
  const span: Interval = { from: first, to: (starts.at(-1) ?? first) + durationMs };
  const times = awakeTimes(timeZone, span);
  let next = 0;
  return starts.map((start) => {
    while (next < times.length && (times[next]?.to ?? Infinity) <= start) next += 1;
    return (times[next]?.from ?? Infinity) < start + durationMs;
  });
}

import { exposureOf, type SliceBounds, type SliceStates } from '../availability/index.js';
import type { CustomerOutages } from '../exposure/index.js';

/** The outage cut to one slot. */
interface SlotCut {
  readonly rowsOf: ReturnType<typeof exposureOf>;
  /** The states in the slot by the kind of pattern; null where the slot does not hit. */
  readonly statesOf: (kind: number) => readonly SliceStates[] | null;
}

const DEGRADED = 2;

/** The outage cut to slots, each once. */
export class SlotCuts {
  /** Of each pattern the kind: patterns of one kind have the same states. */
  readonly #kinds: number[] = [];
  readonly #states: (readonly SliceStates[])[] = [];
  readonly #cuts = new Map<number, SlotCut>();

  constructor(
    private readonly outages: CustomerOutages,
    private readonly durationMs: number,
  ) {
    const known = new Map<string, number>();
    for (const { slices } of outages.patterns) {
      const key = slices.join(';');
      let kind = known.get(key);
      if (kind === undefined) {
        known.set(key, (kind = this.#states.length));
        this.#states.push(slices);
      }
      this.#kinds.push(kind);
    }
  }

  kindOf(pattern: number): number {
    return this.#kinds[pattern] ?? 0;
  }

  /** The instants at which the states of a kind become others. */
  turnsOf(kind: number): number[] {
    const states = this.#states[kind] ?? [];
    return this.outages.slices.flatMap(([from], index) =>
      index > 0 && String(states[index]) !== String(states[index - 1]) ? [from] : [],
    );
  }

  at(from: number): SlotCut {
    const known = this.#cuts.get(from);
    if (known !== undefined) return known;
    const to = from + this.durationMs;
    const slices: SliceBounds[] = [];
    const { slices: all } = this.outages;
    const first = firstAfter(all, from);
    for (let index = first; index < all.length; index += 1) {
      const [start, end] = all[index] ?? [to, to];
      if (start >= to) break;
      slices.push([Math.max(start, from), Math.min(end, to)]);
    }
    const cutStates = new Map<number, readonly SliceStates[] | null>();
    const cut: SlotCut = {
      rowsOf: exposureOf({ ...this.outages.question, from, to }, slices),
      statesOf: (kind) => {
        let states = cutStates.get(kind);
        if (states === undefined) {
          const own = this.#states[kind]?.slice(first, first + slices.length) ?? [];
          states = own.some(([withState, without]) => withState >= DEGRADED && withState > without)
            ? own
            : null;
          cutStates.set(kind, states);
        }
        return states;
      },
    };
    this.#cuts.set(from, cut);
    return cut;
  }
}

/** The position of the first slice that ends after an instant. */
function firstAfter(slices: readonly SliceBounds[], instant: number): number {
  let low = 0;
  let high = slices.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((slices[middle]?.[1] ?? Infinity) > instant) high = middle;
    else low = middle + 1;
  }
  return low;
}

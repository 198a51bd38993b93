import { causeChain, UP, type Impact, type State } from '../impact/index.js';

/** An asset that an outage reaches, with a shortest chain from a seed to its direct provider (asset ids). */
export interface AffectedAsset {
  assetId: string;
  state: State;
  causeIds: string[];
}

/** A place in the order of affected assets. */
export interface AffectedPlace {
  state: State;
  assetId: string;
}

/** A slice of time: what is simulated, and what would be without it (null: everything up). */
export interface AffectedSlice {
  withOutage: Impact;
  without: Impact | null;
}

interface Entry {
  asset: number;
  id: string;
  state: State;
  impact: Impact;
}

/**
 * The assets that an outage makes worse in some slice, each in the worst state it has in such a slice; from `DOWN`
 * to `AT_RISK`, within a state by id. Everything that needs the graph is done when it is made, so that it outlives
 * later changes of the graph.
 */
export class AffectedAssets {
  private constructor(
    private readonly entries: readonly Entry[],
    private readonly idOf: (asset: number) => string,
  ) {}

  static of(slices: readonly AffectedSlice[]): AffectedAssets {
    const worst = new Map<number, Entry>();
    for (const { withOutage, without } of slices) {
      const { graph, assets } = withOutage;
      assets.forEach((asset, at) => {
        const state = withOutage.states[at]! as State;
        if (state <= (without?.stateOf(asset) ?? UP)) return;
        if (state <= (worst.get(asset)?.state ?? UP)) return;
        worst.set(asset, { asset, id: graph.idOf(asset), state, impact: withOutage });
      });
    }
    const entries = [...worst.values()];
    // The first chain of an impact explains all of it.
    for (const impact of new Set(entries.map((entry) => entry.impact))) causeChain(impact, impact.assets[0]!);
    const graph = slices[0]?.withOutage.graph;
    return new AffectedAssets(entries, (asset) => graph?.idOf(asset) ?? '');
  }

  /** The ids of all of them, in no stated order. */
  get ids(): string[] {
    return this.entries.map(({ id }) => id);
  }

  /** How many there are, of those in `visible` (null: all). */
  count(visible: ReadonlySet<string> | null): number {
    return visible === null ? this.entries.length : this.entries.filter(({ id }) => visible.has(id)).length;
  }

  /** The next `first` (1 or more) behind a place, of those in `visible` (null: all), and whether more follow. */
  page(
    first: number,
    after: AffectedPlace | null,
    visible: ReadonlySet<string> | null,
  ): { assets: AffectedAsset[]; hasNextPage: boolean } {
    const start = after === null ? null : { state: after.state, id: after.assetId };
    const best: Entry[] = [];
    for (const entry of this.entries) {
      if (start !== null && inOrder(entry, start) <= 0) continue;
      if (visible !== null && !visible.has(entry.id)) continue;
      if (best.length > first && inOrder(best[first]!, entry) < 0) continue;
      best.splice(placeOf(best, entry), 0, entry);
      if (best.length > first + 1) best.pop();
    }
    return {
      assets: best.slice(0, first).map(({ asset, id, state, impact }) => ({
        assetId: id,
        state,
        causeIds: causeChain(impact, asset).map(this.idOf),
      })),
      hasNextPage: best.length > first,
    };
  }
}

interface Ordered {
  state: State;
  id: string;
}

function inOrder(a: Ordered, b: Ordered): number {
  return b.state - a.state || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

function placeOf(sorted: readonly Entry[], entry: Entry): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (inOrder(sorted[middle]!, entry) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

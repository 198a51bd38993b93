import { causeChain, IndexTable, UP, type AssetGraph, type Impact, type State } from '../impact/index.js';

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

/** An affected asset by its index in the graph. */
interface Entry {
  asset: number;
  state: State;
}

/**
 * The assets that an outage makes worse in some slice, each in the worst state it has in such a slice; from `DOWN`
 * to `AT_RISK`, within a state by id. Everything that may change with the graph is done when it is made, so that it
 * outlives later changes of the graph (an asset keeps its index for good).
 */
export class AffectedAssets {
  private constructor(
    private readonly graph: AssetGraph | null,
    /** Indexes of the assets, their states, and the impacts that give these, beside one another. */
    private readonly assets: Int32Array,
    private readonly states: Uint8Array,
    private readonly impactOf: (asset: number) => Impact,
  ) {}

  static of(slices: readonly AffectedSlice[]): AffectedAssets {
    const graph = slices[0]?.withOutage.graph ?? null;
    const size = graph?.size ?? 0;
    const reached = slices.reduce((sum, { withOutage }) => sum + withOutage.assets.length, 0);
    const worst = new IndexTable(size, reached);
    const sliceOf = new IndexTable(size, reached);
    const found: number[] = [];
    slices.forEach(({ withOutage, without }, position) => {
      const { assets, states } = withOutage;
      const alone = without !== null && without.assets.length > 0 ? without : null;
      for (let at = 0; at < assets.length; at++) {
        const asset = assets[at]!;
        const state = states[at]!;
        const before = worst.get(asset);
        if (state <= before || (alone !== null && state <= alone.stateOf(asset))) continue;
        if (before === UP) found.push(asset);
        worst.set(asset, state);
        sliceOf.set(asset, position);
      }
    });
    // The first chain of an impact explains all of it.
    for (const position of new Set(found.map((asset) => sliceOf.get(asset)))) {
      const { withOutage } = slices[position]!;
      causeChain(withOutage, withOutage.assets[0]!);
    }
    return new AffectedAssets(
      graph,
      Int32Array.from(found),
      Uint8Array.from(found, (asset) => worst.get(asset)),
      (asset) => slices[sliceOf.get(asset)]!.withOutage,
    );
  }

  /** The ids of all of them, in no stated order. */
  get ids(): string[] {
    return Array.from(this.assets, (asset) => this.graph?.idOf(asset) ?? '');
  }

  /** How many there are, of those in `visible` (null: all). */
  count(visible: ReadonlySet<string> | null): number {
    if (visible === null) return this.assets.length;
    return this.ids.filter((id) => visible.has(id)).length;
  }

  /** The next `first` (1 or more) behind a place, of those in `visible` (null: all), and whether more follow. */
  page(
    first: number,
    after: AffectedPlace | null,
    visible: ReadonlySet<string> | null,
  ): { assets: AffectedAsset[]; hasNextPage: boolean } {
    const { graph } = this;
    if (graph === null) return { assets: [], hasNextPage: false };
    const isBehind = after === null ? () => true : behind(graph, after);
    const inOrder = (a: Entry, b: Entry): number => b.state - a.state || graph.compareIds(a.asset, b.asset);
    const best: Entry[] = [];
    this.assets.forEach((asset, at) => {
      const entry = { asset, state: this.states[at] as State };
      if (best.length > first && inOrder(best[first]!, entry) < 0) return;
      if (!isBehind(entry) || (visible !== null && !visible.has(graph.idOf(asset)))) return;
      best.splice(placeOf(best, entry, inOrder), 0, entry);
      if (best.length > first + 1) best.pop();
    });
    return {
      assets: best.slice(0, first).map(({ asset, state }) => ({
        assetId: graph.idOf(asset),
        state,
        causeIds: causeChain(this.impactOf(asset), asset).map((cause) => graph.idOf(cause)),
      })),
      hasNextPage: best.length > first,
    };
  }
}

/** Tells what comes after a place, also where the asset of the place is unknown. */
function behind(graph: AssetGraph, place: AffectedPlace): (entry: Entry) => boolean {
  const last = graph.indexOf(place.assetId);
  return ({ asset, state }) => {
    if (state !== place.state) return state < place.state;
    return last === undefined ? graph.idOf(asset) > place.assetId : graph.compareIds(asset, last) > 0;
  };
}

function placeOf(sorted: readonly Entry[], entry: Entry, inOrder: (a: Entry, b: Entry) => number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (inOrder(sorted[middle]!, entry) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

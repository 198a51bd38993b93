import type { AssetGraph } from '../asset-graph/index.js';
import { computeImpact } from './impact.rules.js';
import type { Impact } from './impact.rules.js';
import type { Hits } from './hits.rules.js';
import type { PlacementIndex } from './placement.rules.js';
import { cutSlices } from './slices.rules.js';
import type { DirectHit, Outage, Slice } from './slices.rules.js';
import { UP } from './state.rules.js';
import type { State } from './state.rules.js';

/** What a set of outages does together. */
export interface Run {
  impact: Impact;
  direct: readonly DirectHit[];
}

/** What outages do together, and what of it each of them answers for (by outage id). */
export interface SharedHits {
  joint: Hits;
  shares: ReadonlyMap<string, Hits>;
}

/** The assets that outages hold, each in the worst state. */
export function seedsOf(outages: readonly Outage[]): Map<number, State> {
  const seeds = new Map<number, State>();
  for (const { assets } of outages) {
    for (const [asset, state] of assets) if (state > (seeds.get(asset) ?? UP)) seeds.set(asset, state);
  }
  return seeds;
}

/** Runs of sets of outages over one graph and one set of placements; each set is run once. */
export class OutageRuns {
  private readonly runs = new Map<string, Run>();
  private readonly numbers = new Map<Outage, number>();

  constructor(
    readonly graph: AssetGraph,
    readonly placements: PlacementIndex,
  ) {}

  /** The run of outages together: where they seed one asset, the worst state counts. */
  run(outages: readonly Outage[]): Run {
    const key = outages
      .map((outage) => this.numberOf(outage))
      .sort((a, b) => a - b)
      .join();
    let run = this.runs.get(key);
    if (!run) {
      run = {
        impact: computeImpact(this.graph, seedsOf(outages)),
        direct: outages.flatMap((outage) => outage.direct),
      };
      this.runs.set(key, run);
    }
    return run;
  }

  /** [from, to) cut where outages begin and end and where a subscription that they may reach does. */
  slices(outages: readonly Outage[], from: number, to: number): Slice[] {
    const cuts = new Set<number>();
    for (const slice of cutSlices(outages, from, to)) {
      const { impact, direct } = this.run(slice.active);
      for (const at of this.placements.changesWithin(impact, direct, slice.from, slice.to)) cuts.add(at);
    }
    return cutSlices(outages, from, to, cuts);
  }

  /** The customers × products that outages hit together at an instant. */
  hits(outages: readonly Outage[], at: number): Hits {
    const { impact, direct } = this.run(outages);
    return this.placements.hits(impact, direct, at);
  }

  /**
   * What outages hit together at an instant, and the share of each. An outage answers for what it does alone; where
   * they are worse together than each alone, every outage whose own run touches (`AT_RISK` or worse) an asset that
   * gives a pair its joint state answers for that state, and all of them where none does.
   */
  sharedHits(outages: readonly Outage[], at: number): SharedHits {
    const parts = new Map<string, Outage[]>();
    for (const outage of outages) parts.set(outage.id, [...(parts.get(outage.id) ?? []), outage]);
    const joint = this.hits(outages, at);
    if (parts.size === 1) return { joint, shares: new Map([[outages[0]!.id, joint]]) };

    const shares = new Map<string, Hits>();
    for (const [id, own] of parts) shares.set(id, this.hits(own, at));
    const alone = [...shares.values()];
    const worse = joint.pairs.filter((pair) => alone.every((own) => own.stateOf(pair) < joint.stateOf(pair)));
    if (worse.length === 0) return { joint, shares };

    const { impact } = this.run(outages);
    const touched = new Map<string, Hits>();
    for (const [id, own] of parts) {
      const ownImpact = this.run(own).impact;
      touched.set(
        id,
        this.placements.hits(impact, [], at, (asset) => ownImpact.stateOf(asset) > UP),
      );
    }
    for (const pair of worse) {
      const state = joint.stateOf(pair);
      const taking = [...parts.keys()].filter((id) => touched.get(id)!.stateOf(pair) === state);
      for (const id of taking.length > 0 ? taking : parts.keys()) {
        shares.get(id)!.raise(pair, state, joint.assetOf(pair));
      }
    }
    return { joint, shares };
  }

  private numberOf(outage: Outage): number {
    let number = this.numbers.get(outage);
    if (number === undefined) {
      number = this.numbers.size;
      this.numbers.set(outage, number);
    }
    return number;
  }
}

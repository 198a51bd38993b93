import type { AssetGraph } from './graph.rules.js';
import { IndexTable } from './index-table.rules.js';
import { AT_RISK, DEGRADED, DOWN, handedOn, UP } from './state.rules.js';
import type { State } from './state.rules.js';

/** Seeds of a run: asset index → the state it is put in. `UP` seeds nothing. */
export type Seeds = ReadonlyMap<number, State>;

/** The answer of a run: only the assets it touches (`AT_RISK` or worse); everything else is `UP`. */
export class Impact {
  private table: IndexTable | null = null;

  /**
   * `assets` in order of falling state, `states` beside them; `seeds` as given, without `UP` and without assets
   * that are not live. `changeCount` is that of the graph at the time of the run.
   */
  constructor(
    readonly graph: AssetGraph,
    readonly seeds: Seeds,
    readonly assets: Int32Array,
    readonly states: Uint8Array,
    readonly changeCount: number,
  ) {}

  /** The state of any asset of the graph, by index. */
  stateOf(asset: number): State {
    this.table ??= this.indexed();
    return this.table.get(asset) as State;
  }

  private indexed(): IndexTable {
    const table = new IndexTable(this.graph.size, this.assets.length);
    this.assets.forEach((asset, at) => table.set(asset, this.states[at]!));
    return table;
  }
}

/** Buffers of a graph, all zero between runs. */
interface Scratch {
  state: Uint8Array;
  lost: Int32Array;
}

const scratches = new WeakMap<AssetGraph, Scratch>();

function scratchOf(graph: AssetGraph): Scratch {
  let scratch = scratches.get(graph);
  if (!scratch || scratch.state.length < graph.size || scratch.lost.length < graph.groupCount) {
    scratch = { state: new Uint8Array(graph.size), lost: new Int32Array(graph.groupCount) };
    scratches.set(graph, scratch);
  }
  return scratch;
}

/**
 * The least fixpoint of the impact rules over `UP < AT_RISK < DEGRADED < DOWN`, from seeds.
 *
 * A group of n live members of which k are needed is in the state of its k-th best member, or `AT_RISK` where that
 * is `UP` and some member is `DEGRADED` or `DOWN`; it hands that on (one step less when soft). A consumer takes the
 * worst of its groups and its own seed. An asset that is not live is `UP`, whatever its seed, and counts in no
 * group.
 *
 * Nothing handed on is worse than the worst member it comes from, so assets are settled from `DOWN` to `AT_RISK`:
 * each is settled once, each dependency on a settled asset is looked at once, and one counter a group suffices,
 * the number of settled members; when it first exceeds n − k, the k-th best member is in the state then being
 * settled. Time and memory are linear in the dependencies reached.
 */
export function computeImpact(graph: AssetGraph, seeds: Seeds): Impact {
  const scratch = scratchOf(graph);
  const { state, lost } = scratch;
  const waiting: [number[], number[], number[], number[]] = [[], [], [], []];
  const raise = (asset: number, to: State): void => {
    if (to <= state[asset]! || !graph.isLive(asset)) return;
    state[asset] = to;
    waiting[to].push(asset);
  };
  const kept = new Map<number, State>();
  for (const [asset, seeded] of seeds) {
    if (seeded === UP || !graph.isLive(asset)) continue;
    kept.set(asset, seeded);
    raise(asset, seeded);
  }

  const settled: number[] = [];
  for (const level of [DOWN, DEGRADED, AT_RISK] as const) {
    const queue = waiting[level];
    for (let next = 0; next < queue.length; next++) {
      const asset = queue[next]!;
      if (state[asset] !== level) continue;
      settled.push(asset);
      for (let edge = graph.firstOnProvider(asset); edge !== -1; edge = graph.nextOnProvider(edge)) {
        const group = graph.groupOf(edge);
        const consumer = graph.consumerOf(group);
        if (consumer === -1) continue;
        const count = ++lost[group]!;
        const spare = graph.spareOf(group);
        if (count === spare + 1) raise(consumer, handedOn(level, graph.isSoft(group)));
        else if (count === 1 && level >= DEGRADED) raise(consumer, handedOn(AT_RISK, graph.isSoft(group)));
      }
    }
  }

  const assets = Int32Array.from(settled);
  const states = new Uint8Array(assets.length);
  assets.forEach((asset, at) => {
    states[at] = state[asset]!;
    state[asset] = UP;
    for (let edge = graph.firstOnProvider(asset); edge !== -1; edge = graph.nextOnProvider(edge)) {
      lost[graph.groupOf(edge)] = 0;
    }
  });
  return new Impact(graph, kept, assets, states, graph.changeCount);
}

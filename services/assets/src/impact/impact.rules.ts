import { CONSUMER, GROUP, GROUP_STRIDE, LINK, LOST, NONE, SOFT, SPARE } from '../asset-graph/index.js';
import type { AssetGraph } from '../asset-graph/index.js';
import { IndexTable } from './index-table.rules.js';
import { AT_RISK, DEGRADED, DOWN, UP } from './state.rules.js';
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

/** Buffers of a graph. Pages of them that no run has touched take no memory. */
interface Scratch {
  /** By state: the assets that came into it, in that order. Those that are `DOWN` are the first that are settled. */
  queues: readonly [Int32Array, Int32Array, Int32Array, Int32Array];
  settled: Int32Array;
  /** Where the counters of groups stand that have lost a member. */
  touched: Int32Array;
}

const scratches = new WeakMap<AssetGraph, Scratch>();

function scratchOf(graph: AssetGraph): Scratch {
  let scratch = scratches.get(graph);
  if (!scratch || scratch.settled.length < graph.size || scratch.touched.length < graph.groupCount) {
    const room = (needed: number, before = 0): number => (needed > before ? Math.ceil(needed * 1.1) : before);
    const assets = room(graph.size, scratch?.settled.length);
    const settled = new Int32Array(assets);
    scratch = {
      queues: [new Int32Array(0), new Int32Array(assets), new Int32Array(assets), settled],
      settled,
      touched: new Int32Array(room(graph.groupCount, scratch?.touched.length)),
    };
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
  const { queues, settled, touched } = scratchOf(graph);
  const { marks: state, groups } = graph;
  const { heads, entries } = graph.dependents;
  const { terms } = groups;
  const waiting = [0, 0, 0, 0];
  const kept = new Map<number, State>();
  for (const [asset, seeded] of seeds) {
    if (seeded === UP || !graph.isLive(asset)) continue;
    kept.set(asset, seeded);
    state[asset] = seeded;
    queues[seeded][waiting[seeded]!++] = asset;
  }

  let settledCount = 0;
  let touchedCount = 0;
  const settledBy = [0, 0, 0, 0];
  for (const level of [DOWN, DEGRADED, AT_RISK] as const) {
    const queue = queues[level];
    // What comes into this very state while it is being settled joins its queue.
    let length = waiting[level]!;
    for (let next = 0; next < length; next++) {
      const asset = queue[next]!;
      if (state[asset] !== level) continue;
      settled[settledCount++] = asset;
      for (let place = heads[asset]!; place !== NONE;) {
        const entry = entries[place++]!;
        const sort = entry & 3;
        const consumer = entry >> 2;
        let to: number = level;
        if (sort === SOFT) to--;
        else if (sort === LINK) {
          place = consumer;
          continue;
        } else if (sort === GROUP) {
          const at = entries[place++]! * GROUP_STRIDE;
          // What is as bad as the worst that is still to come needs no counting.
          if (state[consumer]! >= level) continue;
          const lost = ++terms[at + LOST]!;
          if (lost === 1) touched[touchedCount++] = at + LOST;
          if (lost !== terms[at + SPARE]! + 1) {
            if (lost > 1 || level < DEGRADED) continue;
            to = AT_RISK;
          }
          to -= terms[at + CONSUMER]! & 1;
        }
        // What is not live is marked above every state.
        if (to <= state[consumer]!) continue;
        state[consumer] = to;
        if (to === level) queue[length++] = consumer;
        else queues[to as State][waiting[to]!++] = consumer;
      }
    }
    settledBy[level] = settledCount;
  }

  const assets = settled.slice(0, settledCount);
  const states = new Uint8Array(settledCount);
  states.fill(DOWN, 0, settledBy[DOWN]);
  states.fill(DEGRADED, settledBy[DOWN], settledBy[DEGRADED]);
  states.fill(AT_RISK, settledBy[DEGRADED]);
  for (let at = 0; at < settledCount; at++) state[assets[at]!] = UP;
  for (let at = 0; at < touchedCount; at++) terms[touched[at]!] = 0;
  return new Impact(graph, kept, assets, states, graph.changeCount);
}

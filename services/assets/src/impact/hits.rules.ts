import { UP } from './state.rules.js';
import type { State } from './state.rules.js';

/** What pairs customer × product are hit by: their state and the asset that gives it. */
export class Hits {
  /** The pairs hit, each once, in no stated order. */
  readonly pairs: number[] = [];
  private readonly states: Uint8Array;
  private readonly assets: Int32Array;

  constructor(pairCount: number) {
    this.states = new Uint8Array(pairCount);
    this.assets = new Int32Array(pairCount).fill(-1);
  }

  /** `DEGRADED` or `DOWN`, or `UP` for a pair that is not hit. */
  stateOf(pair: number): State {
    return (this.states[pair] ?? UP) as State;
  }

  /** Index of the asset that gives the state (the smallest id of those in it), -1 for a direct hit or none. */
  assetOf(pair: number): number {
    return this.assets[pair] ?? -1;
  }

  /** Records a hit unless the pair has one; callers come from the worst state and the smallest id. */
  add(pair: number, state: State, asset: number): void {
    if (this.states[pair] !== UP) return;
    this.states[pair] = state;
    this.assets[pair] = asset;
    this.pairs.push(pair);
  }

  /** Raises the state of a pair to at least `state`, given by `asset`. */
  raise(pair: number, state: State, asset: number): void {
    if (this.states[pair] === UP) this.pairs.push(pair);
    if (state <= this.states[pair]!) return;
    this.states[pair] = state;
    this.assets[pair] = asset;
  }
}

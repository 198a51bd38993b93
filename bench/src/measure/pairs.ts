import type { Phases } from '../platform/phases.js';
import { medianOf, spreadOf, type Spread } from './statistics.rules.js';

/** What alternating pairs of one question came to. */
export interface Measured {
  pairs: number;
  platformMs: Spread;
  peerMs: Spread;
  /** Median of the ratios of the pairs. */
  medianRatio: number;
  /** Median milliseconds of the platform by phase; services that answer at the same time overlap. */
  phasesMs: Phases;
}

/** How a pair is measured. */
export interface PairOptions {
  platform: () => Promise<unknown>;
  peer: () => Promise<unknown>;
  /** What the platform's phases were in the request from `from` to `to`. */
  phases: (from: number, to: number) => Phases;
  warmUps: number;
  pairs: number;
}

/** Measures both in alternation; which of a pair goes first alternates too. */
export async function measurePairs(options: PairOptions): Promise<Measured> {
  const { platform, peer, phases, warmUps, pairs } = options;
  for (let turn = 0; turn < warmUps; turn++) {
    await platform();
    await peer();
  }
  phases(0, 0);
  const platformMs: number[] = [];
  const peerMs: number[] = [];
  const byPhase = new Map<string, number[]>();
  const timePlatform = async () => {
    const from = performance.now();
    await platform();
    const to = performance.now();
    platformMs.push(to - from);
    for (const [phase, length] of Object.entries(phases(from, to))) {
      byPhase.set(phase, [...(byPhase.get(phase) ?? []), length]);
    }
  };
  const timePeer = async () => {
    const from = performance.now();
    await peer();
    peerMs.push(performance.now() - from);
  };
  for (let pair = 0; pair < pairs; pair++) {
    const [first, second] = pair % 2 === 0 ? [timePlatform, timePeer] : [timePeer, timePlatform];
    await first();
    await second();
  }
  return {
    pairs,
    platformMs: spreadOf(platformMs),
    peerMs: spreadOf(peerMs),
    medianRatio: medianOf(platformMs.map((one, pair) => one / (peerMs[pair] ?? Number.NaN))),
    phasesMs: Object.fromEntries([...byPhase].map(([phase, lengths]) => [phase, medianOf(lengths)])),
  };
}

import {
  computeImpact,
  cutSlices,
  DOWN,
  IndexTable,
  OutageRuns,
  UP,
  type AssetGraph,
  type Outage,
  type PlacementIndex,
  type SharedHits,
  type Slice,
  type State,
} from '../impact/index.js';
import { overlappingSets } from '../outage/index.js';
import type { Search } from '../resilience/index.js';
import {
  candidateKey,
  failedAssets,
  failedGroups,
  instantsOf,
  staysDown,
  withTwin,
  type Candidate,
} from './candidate.rules.js';

const DAY_MS = 86_400_000;

/** What an incident did to customers of a product, and what it would have done instead. Epoch milliseconds, half-open. */
export interface SparedImpact {
  incidentId: string;
  productId: string;
  was: 'DEGRADED' | 'DOWN';
  would: 'UP' | 'DEGRADED';
  from: number;
  /** Null while it lasts. */
  to: number | null;
  /** Sorted. */
  customerIds: string[];
}

/** A candidate that would have spared somebody something. */
export interface RedundancyTrial {
  candidate: Candidate;
  /** Sorted by start, incident, product, states, end. */
  spared: SparedImpact[];
}

/** All trials, and how many candidates were tried and how many were not, since it would have cost too much. */
export interface RedundancyTrials {
  trials: RedundancyTrial[];
  triedCount: number;
  /** What these would have spared is unknown: the ones that mattered least. */
  untriedCount: number;
}

/** How often, and at what cost, a candidate is to be tried; `weight` is customers × products × time hit meanwhile. */
interface Standing {
  candidate: Candidate;
  /** Whether it hits somebody by itself; groups do. */
  counts: boolean;
  cost: number;
  weight: number;
}

/** A stretch of time in which a pair is spared alike. `to` is `Infinity` while it lasts. */
interface Stretch {
  incidentId: string;
  pair: number;
  was: State;
  would: State;
  from: number;
  to: number;
}

/**
 * Replays incidents with what they touched made redundant: each asset that an unplanned incident itself hit and that by
 * itself hits a customer, and each group that had fewer members up than it needs. The unplanned failures of an asset are
 * left out, as if a twin with the same providers had stood in for it; a group has one more live member, which nothing
 * takes down. The replay goes through all incidents that overlap one another, planned work among them, in every moment
 * at which an unplanned one lasts; what it finds is what each incident would then have answered for.
 *
 * Slice by slice, so that memory holds one slice and the findings. A candidate is tried only in slices that it was
 * touched in: elsewhere it changes nothing, since states only fall when something is made redundant.
 *
 * @param graph not changed while the search lasts
 * @param incidents all that overlap one another, each as its parts
 * @param mostWork how many assets and customers × products the trials may look at; the candidates during whose failures
 *   customers were hit most are tried, each wholly or not at all
 */
export function* redundancyTrials(
  graph: AssetGraph,
  placements: PlacementIndex,
  incidents: readonly Outage[],
  mostWork: number,
): Search<RedundancyTrials> {
  const standings = new Map<string, Standing>();
  for (const hitting of slicesOf(graph, placements, incidents)) {
    yield;
    if (hitting) yield* weigh(standings, hitting);
  }
  const standing = [...standings.values()].filter(({ counts }) => counts);
  const tried = affordable(standing, mostWork);
  const findings = new Map<string, Findings>();
  for (const hitting of slicesOf(graph, placements, incidents)) {
    yield;
    if (!hitting) continue;
    const { slice, runs, instants } = hitting;
    const candidates = candidatesOf(hitting).filter((one) => tried.has(candidateKey(one)));
    if (candidates.length === 0) continue;
    const before = instants.map((at) => runs.sharedHits(slice.active, at));
    for (const candidate of candidates) {
      const key = candidateKey(candidate);
      const found = findings.get(key) ?? new Findings(candidate);
      findings.set(key, found);
      replayed(graph, placements, slice, candidate, instants).forEach((after, number) => {
        found.add(before[number]!, after, instants[number]!, instants[number + 1] ?? slice.to);
      });
      yield;
    }
  }
  return {
    trials: [...findings.values()]
      .map((found) => found.toTrial(placements))
      .filter(({ spared }) => spared.length > 0),
    triedCount: tried.size,
    untriedCount: standing.length - tried.size,
  };
}

/** A slice in which an unplanned incident lasts and a customer is hit. */
interface HittingSlice {
  slice: Slice;
  runs: OutageRuns;
  /** Its start, and the instants in it at which subscriptions that may be reached begin or end. */
  instants: readonly number[];
}

/** The slices of incidents in order, null in place of those that hit nobody. */
function* slicesOf(
  graph: AssetGraph,
  placements: PlacementIndex,
  incidents: readonly Outage[],
): Generator<HittingSlice | null> {
  for (const set of overlappingSets(incidents)) {
    const from = set.reduce((least, one) => Math.min(least, one.from), Infinity);
    const to = set.reduce((most, one) => Math.max(most, one.to ?? Infinity), -Infinity);
    for (const slice of from < to ? cutSlices(set, from, to) : []) {
      if (slice.active.every(({ planned }) => planned)) continue;
      const runs = new OutageRuns(graph, placements);
      const instants = instantsOf(placements, slice, runs.run(slice.active).impact);
      const isHitting = instants.some((at) => runs.hits(slice.active, at).pairs.length > 0);
      yield isHitting ? { slice, runs, instants } : null;
    }
  }
}

/** What incidents touched in a slice, without what would change nothing there. */
function candidatesOf({ slice, runs }: HittingSlice): Candidate[] {
  const { graph } = runs;
  const { impact } = runs.run(slice.active);
  const orders = new IndexTable(graph.size, impact.assets.length);
  impact.assets.forEach((asset, at) => orders.set(asset, at + 1));
  const assets = [...failedAssets(graph, slice).keys()].map((asset): Candidate => ({ asset, group: null }));
  return [...assets, ...failedGroups(graph, impact)].filter(
    (one) => !staysDown(graph, slice, impact, (asset) => orders.get(asset), one),
  );
}

/**
 * Notes what stands in a slice: an asset counts from the first slice on in which it hits somebody by itself, in the
 * state it was in.
 */
function* weigh(standings: Map<string, Standing>, hitting: HittingSlice): Generator<undefined, void> {
  const { slice, runs, instants } = hitting;
  const { graph, placements } = runs;
  const { impact } = runs.run(slice.active);
  const cost = (impact.assets.length + placements.pairCount) * instants.length;
  // What lasts is weighed as a day: longer than most, shorter than for ever.
  const weight = runs.hits(slice.active, slice.from).pairs.length * Math.min(slice.to - slice.from, DAY_MS);
  const note = (candidate: Candidate): Standing => {
    const key = candidateKey(candidate);
    const standing = standings.get(key) ?? { candidate, counts: false, cost: 0, weight: 0 };
    standings.set(key, standing);
    return standing;
  };
  for (const candidate of candidatesOf(hitting)) {
    const standing = note(candidate);
    standing.counts ||= candidate.group !== null;
    standing.cost += cost;
    standing.weight += weight;
  }
  for (const seed of failedAssets(graph, slice)) {
    const standing = note({ asset: seed[0], group: null });
    if (standing.counts) continue;
    const alone = computeImpact(graph, new Map([seed]));
    standing.counts = instants.some((at) => placements.hits(alone, [], at).pairs.length > 0);
    yield;
  }
}

function affordable(standings: Standing[], mostWork: number): Set<string> {
  const chosen = new Set<string>();
  let work = 0;
  for (const { candidate, cost } of standings.sort((a, b) => b.weight - a.weight)) {
    work += cost;
    if (work > mostWork) break;
    chosen.add(candidateKey(candidate));
  }
  return chosen;
}

/** What the incidents of a slice hit at each instant, with a candidate made redundant; null: nothing. */
function replayed(
  graph: AssetGraph,
  placements: PlacementIndex,
  { active }: Slice,
  { asset, group }: Candidate,
  instants: readonly number[],
): (SharedHits | null)[] {
  const replay = (outages: readonly Outage[]) => {
    const runs = new OutageRuns(graph, placements);
    return instants.map((at) => (outages.length > 0 ? runs.sharedHits(outages, at) : null));
  };
  return group === null ? replay(withTwin(active, asset)) : graph.withOneMore(group, () => replay(active));
}

/** What a candidate would have spared, as it is found: slices in order of time. */
class Findings {
  private readonly stretches: Stretch[] = [];
  /** By incident, then pair: the stretch found last. */
  private readonly latest = new Map<string, Map<number, Stretch>>();

  constructor(private readonly candidate: Candidate) {}

  /**
   * Adds what differs in [from, to). Where another incident would answer for a pair that answers for less now, the one
   * compared keeps as much: together they leave the pair as bad as it would have been.
   */
  add(before: SharedHits, after: SharedHits | null, from: number, to: number): void {
    const risen = after ? risenStates(before, after) : new Map<number, State>();
    for (const [incidentId, share] of before.shares) {
      const later = after?.shares.get(incidentId);
      for (const pair of share.pairs) {
        const was = share.stateOf(pair);
        const would = Math.max(later?.stateOf(pair) ?? UP, risen.get(pair) ?? UP) as State;
        if (would < was) this.stretch({ incidentId, pair, was, would, from, to });
      }
    }
  }

  toTrial(placements: PlacementIndex): RedundancyTrial {
    const spared = new Map<string, SparedImpact>();
    for (const { incidentId, pair, was, would, from, to } of this.stretches) {
      const productId = placements.productOf(pair);
      const key = JSON.stringify([incidentId, productId, was, would, from, to]);
      const customerId = placements.customerOf(pair);
      const known = spared.get(key);
      if (known) known.customerIds.push(customerId);
      else {
        spared.set(key, {
          incidentId,
          productId,
          was: was === DOWN ? 'DOWN' : 'DEGRADED',
          would: would === UP ? 'UP' : 'DEGRADED',
          from,
          to: to === Infinity ? null : to,
          customerIds: [customerId],
        });
      }
    }
    for (const one of spared.values()) one.customerIds.sort();
    return { candidate: this.candidate, spared: [...spared.values()].sort(inOrder) };
  }

  private stretch(found: Stretch): void {
    const pairs = this.latest.get(found.incidentId) ?? new Map<number, Stretch>();
    this.latest.set(found.incidentId, pairs);
    const last = pairs.get(found.pair);
    if (last && last.to === found.from && last.was === found.was && last.would === found.would) {
      last.to = found.to;
      return;
    }
    pairs.set(found.pair, found);
    this.stretches.push(found);
  }
}

/** Pairs for which some incident answers for more than before, with the worst such state. */
function risenStates(before: SharedHits, after: SharedHits): Map<number, State> {
  const risen = new Map<number, State>();
  for (const [incidentId, share] of after.shares) {
    const earlier = before.shares.get(incidentId);
    for (const pair of share.pairs) {
      const state = share.stateOf(pair);
      if (state > (earlier?.stateOf(pair) ?? UP) && state > (risen.get(pair) ?? UP)) risen.set(pair, state);
    }
  }
  return risen;
}

function inOrder(a: SparedImpact, b: SparedImpact): number {
  return (
    a.from - b.from ||
    compare(a.incidentId, b.incidentId) ||
    compare(a.productId, b.productId) ||
    compare(`${a.was} ${a.would}`, `${b.was} ${b.would}`) ||
    (a.to ?? Number.MAX_VALUE) - (b.to ?? Number.MAX_VALUE)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

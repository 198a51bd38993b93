import { computeImpact, DEGRADED, DOWN, type AssetGraph, type State } from '../impact/index.js';

/** How an asset stands to those that an incident holds. */
export type Relation = 'HIT' | 'PROVIDER' | 'AFFECTED';

/** An asset on which a change may have caused an incident. */
export interface RelatedAsset {
  id: string;
  relation: Relation;
  /** Dependencies between it and the nearest asset that is hit; 0 for these themselves and for what they affect. */
  hops: number;
}

/** A change that was carried out, at least in part, before an incident began. Instants in epoch milliseconds. */
export interface CarriedOut {
  id: string;
  kind: 'STANDARD' | 'NORMAL' | 'EMERGENCY';
  outcome: 'SUCCEEDED' | 'SUCCEEDED_WITH_ISSUES' | 'FAILED' | 'ROLLED_BACK' | null;
  assetIds: readonly string[];
  from: number;
  /** Null while it is in progress. */
  to: number | null;
}

/** A part of the score of a suspect: 0–`most`. */
export interface SuspicionPart {
  name: 'place' | 'time' | 'outcome' | 'kind';
  value: number;
  most: number;
  because: string;
}

/** A change that may have caused an incident. `score` is the sum of its parts, 0–100. */
export interface Suspect {
  changeId: string;
  score: number;
  parts: SuspicionPart[];
  /** The related assets it touches, the nearest first. */
  related: RelatedAsset[];
}

/** The most that each part of a score can be; together 100. */
export const MOST = { place: 45, time: 35, outcome: 15, kind: 5 } as const;

/** With each dependency between a change and what is hit, its place counts this much less. */
const PER_HOP = 0.75;
/** What a change on something that merely suffers counts: load comes from there, more seldom the cause. */
const AFFECTED_SHARE = 0.25;
const OUTCOMES = { FAILED: 1, ROLLED_BACK: 1, SUCCEEDED_WITH_ISSUES: 2 / 3, SUCCEEDED: 0 } as const;
/** What nobody has judged yet may have gone wrong. */
const UNJUDGED = 1 / 3;
const KINDS = { EMERGENCY: 1, NORMAL: 0.4, STANDARD: 0 } as const;

/** The farthest provider that is looked at, in dependencies. */
export const FARTHEST = 8;
/** The most assets that are looked at, the nearest first. */
const MOST_RELATED = 20_000;

/**
 * What is hit, what it needs, directly or not, and what its loss takes down or degrades. An asset that is several of
 * these is the first of them. Unknown assets are left out.
 */
export function relatedAssets(graph: AssetGraph, hit: readonly string[]): Map<string, RelatedAsset> {
  const seeds = [...new Set(hit.flatMap((id) => graph.indexOf(id) ?? []))];
  const related = new Map<number, RelatedAsset>(
    seeds.map((index) => [index, { id: graph.idOf(index), relation: 'HIT', hops: 0 }]),
  );
  let front = seeds;
  for (let hops = 1; hops <= FARTHEST && front.length > 0; hops++) {
    const next: number[] = [];
    for (const consumer of front) {
      for (const provider of graph.needsOf(consumer).providers) {
        if (related.has(provider) || related.size >= MOST_RELATED) continue;
        related.set(provider, { id: graph.idOf(provider), relation: 'PROVIDER', hops });
        next.push(provider);
      }
    }
    front = next;
  }
  const impact = computeImpact(graph, new Map<number, State>(seeds.map((index) => [index, DOWN])));
  for (const [place, index] of impact.assets.entries()) {
    if (impact.states[place]! < DEGRADED || related.has(index) || related.size >= MOST_RELATED) continue;
    related.set(index, { id: graph.idOf(index), relation: 'AFFECTED', hops: 0 });
  }
  return new Map([...related.values()].map((asset) => [asset.id, asset]));
}

/**
 * The changes that may have caused an incident, the likeliest first; those that touch nothing related are left out, as
 * are those that began only after it, and those that were over `withinMs` before it. What comes together is not what
 * causes: the score orders where to look first, by parts that everybody can check.
 *
 * - place, 45: on what is hit; × 0.75 for each dependency in between; a quarter on what merely suffers.
 * - time, 35: under way when the incident began; falling evenly to 0 over `withinMs` after its end.
 * - outcome, 15: failed or rolled back; two thirds with issues; a third while nobody has judged it.
 * - kind, 5: an emergency; two fifths a normal change; nothing a standard one.
 */
export function suspectsOf(
  incidentAt: number,
  withinMs: number,
  related: ReadonlyMap<string, RelatedAsset>,
  changes: readonly CarriedOut[],
): Suspect[] {
  const suspects = changes.flatMap((change): Suspect[] => {
    const touched = change.assetIds
      .flatMap((id) => related.get(id) ?? [])
      .toSorted((a, b) => shareOf(b) - shareOf(a) || compare(a.id, b.id));
    const [nearest] = touched;
    const lead = change.to === null ? 0 : Math.max(0, incidentAt - change.to);
    if (!nearest || change.from > incidentAt || lead >= withinMs) return [];
    const parts = [
      placePart(nearest),
      timePart(lead, withinMs),
      outcomePart(change.outcome),
      part('kind', KINDS[change.kind], `A change of kind ${change.kind}.`),
    ];
    const score = rounded(parts.reduce((sum, { value }) => sum + value, 0));
    return [{ changeId: change.id, score, parts, related: touched }];
  });
  return suspects.toSorted((a, b) => b.score - a.score || compare(a.changeId, b.changeId));
}

function shareOf({ relation, hops }: RelatedAsset): number {
  return relation === 'AFFECTED' ? AFFECTED_SHARE : PER_HOP ** hops;
}

function placePart(nearest: RelatedAsset): SuspicionPart {
  const because = {
    HIT: 'It touched what is hit.',
    PROVIDER: `It touched what the hit assets need, ${nearest.hops} ${nearest.hops === 1 ? 'dependency' : 'dependencies'} away.`,
    AFFECTED: 'It touched what suffers from what is hit.',
  }[nearest.relation];
  return part('place', shareOf(nearest), because);
}

function timePart(lead: number, withinMs: number): SuspicionPart {
  const because =
    lead === 0
      ? 'It was under way when the incident began.'
      : `It was over ${Math.ceil(lead / 60_000)} minutes before the incident began.`;
  return part('time', 1 - lead / withinMs, because);
}

function outcomePart(outcome: CarriedOut['outcome']): SuspicionPart {
  return outcome === null
    ? part('outcome', UNJUDGED, 'Nobody has judged it yet.')
    : part('outcome', OUTCOMES[outcome], `Its outcome is ${outcome}.`);
}

function part(name: SuspicionPart['name'], share: number, because: string): SuspicionPart {
  return { name, value: rounded(MOST[name] * share), most: MOST[name], because };
}

const rounded = (value: number) => Math.round(value * 100) / 100;

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

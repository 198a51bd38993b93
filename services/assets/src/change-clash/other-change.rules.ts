import type { AssetGraph } from '../asset-graph/index.js';
import { computeImpact, DEGRADED, UP, type State } from '../impact/index.js';
import { stateNumber } from '../outage/index.js';
import { clash, type Clash, type ConflictSeverityName } from './clash.rules.js';
import { pathsTo, type Direction } from './dependency-path.rules.js';
import { overlapOf, sharedIds, type PlannedChange } from './overlap.rules.js';

/** The severity of a clash with other changes: one that is not agreed on yet is only pointed out. */
export function severityWith(
  others: readonly PlannedChange[],
  agreed: ConflictSeverityName,
): ConflictSeverityName {
  return others.every(({ committed }) => committed) ? agreed : 'INFO';
}

/** Changes of the same assets at the same time. */
export function sameAssets(own: PlannedChange, others: readonly PlannedChange[]): Clash[] {
  return others.flatMap((other) => {
    const time = overlapOf(own, other);
    const assetIds = sharedIds(own.assetIds, other.assetIds);
    if (!time || assetIds.length === 0) return [];
    return [
      clash({
        key: `SAME_ASSET ${other.id}`,
        kind: 'SAME_ASSET',
        severity: severityWith([other], 'BLOCKING'),
        times: [time],
        changeIds: [other.id],
        assetIds,
        committed: other.committed,
      }),
    ];
  });
}

/** Changes that the same people would carry out at the same time. */
export function samePeople(own: PlannedChange, others: readonly PlannedChange[]): Clash[] {
  return others.flatMap((other) => {
    const time = overlapOf(own, other);
    const personIds = sharedIds(own.implementerIds, other.implementerIds);
    if (!time || personIds.length === 0) return [];
    return [
      clash({
        key: `SAME_PEOPLE ${other.id}`,
        kind: 'SAME_PEOPLE',
        severity: severityWith([other], 'WARNING'),
        times: [time],
        changeIds: [other.id],
        personIds,
        committed: other.committed,
      }),
    ];
  });
}

/**
 * Changes at the same time of what the assets of this one depend on (`PROVIDER`), or of what depends on them
 * (`CONSUMER`): a warning where one of the two would degrade assets of the other or take them down, else only pointed
 * out. Changes of the same assets are told of by {@link sameAssets}.
 */
export function relatedChanges(
  own: PlannedChange,
  others: readonly PlannedChange[],
  graph: AssetGraph,
): Clash[] {
  const apart = others.filter(
    (other) => overlapOf(own, other) && sharedIds(own.assetIds, other.assetIds).length === 0,
  );
  if (apart.length === 0) return [];
  const impacts = new ImpactsOf(graph);
  const clashes = (kind: 'PROVIDER' | 'CONSUMER', direction: Direction): Clash[] => {
    const targets = apart.map(({ assetIds }) => indexesOf(graph, assetIds));
    const paths = pathsTo(graph, indexesOf(graph, own.assetIds), targets, direction);
    return apart.flatMap((other, at) => {
      const path = paths[at];
      if (!path) return [];
      const hurts = kind === 'PROVIDER' ? impacts.hurts(other, own) : impacts.hurts(own, other);
      return [
        clash({
          key: `${kind} ${other.id}`,
          kind,
          severity: severityWith([other], hurts ? 'WARNING' : 'INFO'),
          times: [overlapOf(own, other)!],
          changeIds: [other.id],
          assetIds: path.map((asset) => graph.idOf(asset)),
          committed: other.committed,
        }),
      ];
    });
  };
  return [...clashes('PROVIDER', 'PROVIDERS'), ...clashes('CONSUMER', 'CONSUMERS')];
}

/** The indexes of those of these assets that the graph knows. */
export function indexesOf(graph: AssetGraph, assetIds: readonly string[]): number[] {
  return assetIds.flatMap((id) => graph.indexOf(id) ?? []);
}

class ImpactsOf {
  private readonly known = new Map<string, ReturnType<typeof computeImpact>>();

  constructor(private readonly graph: AssetGraph) {}

  /** Whether a change by itself degrades an asset of another or takes it down. */
  hurts(change: PlannedChange, other: PlannedChange): boolean {
    const state: State = stateNumber(change.expectedState);
    if (state === UP) return false;
    let impact = this.known.get(change.id);
    if (!impact) {
      impact = computeImpact(
        this.graph,
        new Map(indexesOf(this.graph, change.assetIds).map((asset) => [asset, state])),
      );
      this.known.set(change.id, impact);
    }
    return indexesOf(this.graph, other.assetIds).some((asset) => impact.stateOf(asset) >= DEGRADED);
  }
}

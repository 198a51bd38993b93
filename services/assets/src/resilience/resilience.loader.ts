import { checkPageSize, invalid, type RequestContext } from '@plimsoll/shared';
import { computeImpact, seedsOf, type PlacementIndex } from '../impact/index.js';
import { outagesAt, type EstateOutages } from '../outage/index.js';
import { minimalPairs, singlePoints, type FatalSets } from './fatal-sets.rules.js';
import { neededBy, redundancies } from './redundancy.rules.js';
import { failureEstate, type FailureEstate, type ResilienceScope } from './resilience.rules.js';
import { groupOnRecord, minUpText, type GroupOnRecord } from './group-on-record.rules.js';
import { finished } from './search-turns.js';
import { findGroups } from './resilience.store.js';

/** The most dependencies that a search looks at: about half a second for single assets, a second for pairs. */
const MOST_WORK = { alone: 20_000_000, inPairs: 50_000_000 };

/** A fatal set with the products of customers it takes down, by customer, then product. */
export interface FatalSetFound {
  assetIds: string[];
  down: { customerId: string; productId: string }[];
  customerCount: number;
  hitCount: number;
}

export interface FatalSetsFound {
  graphVersion: string;
  totalCount: number;
  examinedCount: number;
  unexaminedCount: number;
  sets: FatalSetFound[];
}

export interface RedundancyFound {
  consumerId: string;
  group: { name: string; minUp: string | null; memberCount: number } | null;
  strength: 'HARD' | 'SOFT';
  liveCount: number;
  neededCount: number;
  downCount: number;
  spareCount: number;
  memberIds: string[];
}

/** What is asked of whom, and how much of the answer is listed. */
export interface ResilienceQuestion {
  scope: ResilienceScope;
  first: number;
  amidOutages: boolean;
}

/**
 * What takes customers of a scope down, alone or in pairs; two statements.
 *
 * @throws DomainError `INVALID` for a `first` outside 1–100
 */
export async function findFatalSets(
  context: RequestContext,
  question: ResilienceQuestion,
  size: keyof typeof MOST_WORK,
): Promise<FatalSetsFound> {
  checkPageSize(question.first);
  const { graph, placements, outages, version } = await estateNow(context, question.amidOutages);
  const estate = failureEstate(graph, placements, question.scope, outages, context.now.getTime());
  const search = size === 'alone' ? singlePoints : minimalPairs;
  const found = await finished(search(estate.graph, MOST_WORK[size]));
  const idOf = (node: number) => graph.idOf(estate.graph.assets[node]!);
  return {
    graphVersion: version,
    totalCount: found.sets.length,
    examinedCount: found.examinedCount,
    unexaminedCount: found.unexaminedCount,
    sets: ranked(found, estate, idOf)
      .slice(0, question.first)
      .map(({ assetIds, targets, hitCount }) => withWhom(assetIds, targets, hitCount, estate, placements)),
  };
}

/**
 * The groups that can spare no more than `mostSpare` members; three statements.
 *
 * @throws DomainError `INVALID` for a `first` outside 1–100 or a `mostSpare` outside 0–1,000
 */
export async function findRedundancies(
  context: RequestContext,
  question: ResilienceQuestion,
  mostSpare: number,
): Promise<{ graphVersion: string; totalCount: number; groups: RedundancyFound[] }> {
  checkPageSize(question.first);
  if (mostSpare < 0 || mostSpare > 1000)
    throw invalid('`mostSpare` is a number from 0 to 1,000.', ['mostSpare']);
  const { graph, placements, outages, version } = await estateNow(context, question.amidOutages);
  const impact = computeImpact(graph, seedsOf(outages));
  const needed = neededInScope({ graph, placements }, question.scope, context.now.getTime());
  const all = redundancies(graph, impact, mostSpare, (consumer) => needed?.has(consumer) ?? true);
  const listed = all.slice(0, question.first).map(({ group, consumer, ...figures }) => ({
    ...figures,
    consumerId: graph.idOf(consumer),
    strength: graph.isSoft(group) ? ('SOFT' as const) : ('HARD' as const),
    minUp: minUpText(graph.minUpOf(group)),
    memberIds: Array.from(graph.membersOf(group), (member) => graph.idOf(member)).sort(),
  }));
  const consumerIds = [...new Set(listed.map(({ consumerId }) => consumerId))];
  const onRecord = await findGroups(context.session, consumerIds);
  const groups = listed.map((one) => ({ ...one, group: shownGroup(groupOnRecord(onRecord, one)) }));
  return { graphVersion: version, totalCount: all.length, groups };
}

async function estateNow(context: RequestContext, amidOutages: boolean): Promise<EstateOutages> {
  const estate = await outagesAt(context.session, context.now);
  return amidOutages ? estate : { ...estate, outages: [] };
}

interface RankedSet {
  assetIds: string[];
  targets: readonly number[];
  hitCount: number;
}

function ranked(found: FatalSets, { pairsOf }: FailureEstate, idOf: (node: number) => string): RankedSet[] {
  const hitCountOf = (targets: readonly number[]) =>
    targets.reduce((sum, target) => sum + pairsOf[target]!.length, 0);
  const sets = found.sets.map(({ nodes, targets }) => ({
    assetIds: nodes.map(idOf).sort(),
    targets,
    hitCount: hitCountOf(targets),
  }));
  return sets.sort((a, b) => b.hitCount - a.hitCount || compare(a.assetIds.join(' '), b.assetIds.join(' ')));
}

function withWhom(
  assetIds: string[],
  targets: readonly number[],
  hitCount: number,
  { pairsOf }: FailureEstate,
  placements: PlacementIndex,
): FatalSetFound {
  const down = targets.flatMap((target) =>
    pairsOf[target]!.map((pair) => ({
      customerId: placements.customerOf(pair),
      productId: placements.productOf(pair),
    })),
  );
  down.sort((a, b) => compare(a.customerId, b.customerId) || compare(a.productId, b.productId));
  return { assetIds, down, hitCount, customerCount: new Set(down.map(({ customerId }) => customerId)).size };
}

/** What those of a scope need; null where everybody is asked about. */
function neededInScope(
  { graph, placements }: Pick<EstateOutages, 'graph' | 'placements'>,
  scope: ResilienceScope,
  at: number,
): Set<number> | null {
  if (Object.values(scope).every((part) => part === null)) return null;
  const asked = placements.pairsAt(at, scope);
  const placed = placements
    .selections(graph, at)
    .filter(({ pairs }) => pairs.some((pair) => asked.has(pair)));
  return neededBy(
    graph,
    placed.flatMap(({ assets }) => assets.filter((asset) => graph.isLive(asset))),
  );
}

function shownGroup(group: GroupOnRecord | null): RedundancyFound['group'] {
  return group && { name: group.name, minUp: group.minUp, memberCount: group.memberIds.length };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

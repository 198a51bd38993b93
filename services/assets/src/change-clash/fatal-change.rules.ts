import type { AssetGraph } from '../asset-graph/index.js';
import { computeImpact, DOWN, type Impact, type PlacementIndex } from '../impact/index.js';
import { clash, type Clash, type Span } from './clash.rules.js';
import { fatalSets } from './jointly-fatal.rules.js';
import { indexesOf, severityWith } from './other-change.rules.js';
import { overlapOf, simultaneous, type PlannedChange } from './overlap.rules.js';

/** The most sets of changes told of one change. */
const MOST_TOLD = 50;
/** The most searches repeated for changes of which others have been searched already, and not whole. */
const MOST_REPEATED = 5;
/** The most runs remembered at once: a run holds all that it reaches. */
const MOST_IMPACTS = 100;

interface Fatal {
  others: PlannedChange[];
  groups: readonly number[];
  time: Span;
}

/**
 * The sets of changes that are carried out at one instant with this one and that bring a group below its limit
 * together with it, none of them to be left out for that: blocking where customers lose a product through all of
 * them and through no fewer, else a warning. The smallest sets first.
 *
 * Changes that are not agreed on are searched apart, so that no number of drafts hides what is agreed on. Where a
 * bound left sets out, the largest first, one more clash without changes and group says so.
 */
export function jointlyFatal(
  own: PlannedChange,
  others: readonly PlannedChange[],
  searches: FatalSearches,
): Clash[] {
  const taking = others.filter((other) => other.expectedState === 'DOWN' && overlapOf(own, other));
  if (own.expectedState !== 'DOWN' || taking.length === 0) return [];
  const agreed = taking.filter(({ committed }) => committed);
  const found = new Map<string, Fatal>();
  let dropped = false;
  for (const together of agreed.length === taking.length ? [agreed] : [agreed, taking]) {
    const search = setsWith(own, together, searches);
    dropped ||= !search.isComplete;
    for (const [key, fatal] of search.found) if (!found.has(key)) found.set(key, fatal);
  }
  const told = [...found].sort(
    ([, a], [, b]) =>
      Number(b.others.every(({ committed }) => committed)) -
        Number(a.others.every(({ committed }) => committed)) ||
      a.others.length - b.others.length ||
      a.time.from - b.time.from,
  );
  const clashes = told
    .slice(0, MOST_TOLD)
    .map(([key, fatal]) => toClash(key, own, fatal, searches.consequences));
  return dropped || told.length > MOST_TOLD ? [...clashes, unsearched(own)] : clashes;
}

/** Says that there may be more. */
function unsearched(own: PlannedChange): Clash {
  return clash({ key: 'JOINTLY_FATAL', kind: 'JOINTLY_FATAL', severity: 'WARNING', times: [own] });
}

/**
 * Searches for fatal sets in one graph, for many changes: what was searched whole is searched once. Where a bound
 * drops something it is searched again for each change, since sets with that change are dropped last; but not for
 * more than {@link MOST_REPEATED} of them.
 */
export class FatalSearches {
  private readonly known = new Map<string, Found>();
  private repeated = 0;

  readonly consequences: Consequences;
  private readonly graph: AssetGraph;

  constructor({ graph, placements }: { graph: AssetGraph; placements: PlacementIndex }) {
    this.graph = graph;
    this.consequences = new Consequences(graph, placements);
  }

  /** The sets of changes carried out at one instant that are fatal together, found with `changes[0]` in mind. */
  of(changes: readonly PlannedChange[]): Found {
    const key = keyOf(changes);
    const known = this.known.get(key);
    if (known && (known.isComplete || this.repeated === MOST_REPEATED)) return known;
    if (known) this.repeated++;
    const { sets, isComplete } = fatalSets(
      this.graph,
      changes.map(({ assetIds }) => indexesOf(this.graph, assetIds)),
    );
    const found = {
      sets: sets.map((set) => ({ ...set, changes: set.changes.map((position) => changes[position]!) })),
      isComplete,
    };
    this.known.set(key, found);
    return found;
  }
}

interface Found {
  sets: { changes: PlannedChange[]; groups: readonly number[] }[];
  isComplete: boolean;
}

function keyOf(changes: readonly PlannedChange[]): string {
  return changes
    .map(({ id }) => id)
    .sort()
    .join('+');
}

function setsWith(
  own: PlannedChange,
  others: readonly PlannedChange[],
  searches: FatalSearches,
): { found: Map<string, Fatal>; isComplete: boolean } {
  const found = new Map<string, Fatal>();
  let isComplete = true;
  for (const positions of simultaneous(others, own)) {
    const answer = searches.of([own, ...positions.map((position) => others[position]!)]);
    isComplete &&= answer.isComplete;
    for (const { changes, groups } of answer.sets) {
      const set = changes.filter(({ id }) => id !== own.id);
      if (set.length === changes.length) continue;
      const key = keyOf(set);
      if (!found.has(key)) found.set(key, { others: inTime(set), groups, time: commonTime([own, ...set]) });
    }
  }
  return { found, isComplete };
}

function inTime(changes: readonly PlannedChange[]): PlannedChange[] {
  return [...changes].sort((a, b) => a.from - b.from || (a.id < b.id ? -1 : 1));
}

function commonTime(changes: readonly PlannedChange[]): Span {
  return {
    from: Math.max(...changes.map(({ from }) => from)),
    to: Math.min(...changes.map(({ to }) => to)),
  };
}

function toClash(key: string, own: PlannedChange, fatal: Fatal, consequences: Consequences): Clash {
  const { others, groups, time } = fatal;
  const changes = [own, ...others];
  const { group, customerCount } = consequences.of(changes, groups, time.from);
  return clash({
    key: `JOINTLY_FATAL ${key}`,
    kind: 'JOINTLY_FATAL',
    severity: severityWith(others, customerCount > 0 ? 'BLOCKING' : 'WARNING'),
    times: [time],
    changeIds: others.map(({ id }) => id),
    assetIds: group.memberIds,
    group,
    customerCount,
    committed: others.every(({ committed }) => committed),
  });
}

interface Consequence {
  group: NonNullable<Clash['group']>;
  customerCount: number;
}

/** What sets of changes do together that fewer of them do not; worked out once for all of a set. */
class Consequences {
  private readonly known = new Map<string, Consequence>();
  private readonly impacts = new Map<string, Impact>();

  constructor(
    private readonly graph: AssetGraph,
    private readonly placements: PlacementIndex,
  ) {}

  /** The first of these groups to be lost, and how many customers lose a product at an instant. */
  of(changes: readonly PlannedChange[], groups: readonly number[], at: number): Consequence {
    const key = `${at} ${keyOf(changes)}`;
    const known = this.known.get(key) ?? this.consequenceOf(changes, groups, at);
    this.known.set(key, known);
    return known;
  }

  private consequenceOf(
    changes: readonly PlannedChange[],
    groups: readonly number[],
    at: number,
  ): Consequence {
    const impact = this.impactOf(changes);
    return {
      group: this.describe(this.nearest(groups, impact), impact),
      customerCount: this.lost(changes, at),
    };
  }

  /** The group that is lost first on the way from what the changes take down. */
  private nearest(groups: readonly number[], impact: Impact): number {
    const order = new Map([...impact.assets].map((asset, position) => [asset, position]));
    const positionOf = (group: number) => order.get(this.graph.consumerOf(group)) ?? Infinity;
    return [...groups].sort((a, b) => positionOf(a) - positionOf(b) || a - b)[0]!;
  }

  private describe(group: number, impact: Impact): NonNullable<Clash['group']> {
    const { graph } = this;
    const members = [...graph.membersOf(group)];
    const live = members.filter((member) => graph.isLive(member));
    const down = live.filter((member) => impact.stateOf(member) === DOWN);
    return {
      consumerId: graph.idOf(graph.consumerOf(group)),
      memberIds: members.map((member) => graph.idOf(member)),
      memberCount: live.length,
      downCount: down.length,
      needed: live.length - graph.spareOf(group),
    };
  }

  /** Customers with a product that is down with all of the changes and up again without any one of them. */
  private lost(changes: readonly PlannedChange[], at: number): number {
    const all = this.placements.hits(this.impactOf(changes), [], at);
    let pairs = all.pairs.filter((pair) => all.stateOf(pair) === DOWN);
    for (const change of changes) {
      if (pairs.length === 0) return 0;
      const fewer = this.impactOf(changes.filter((other) => other !== change));
      const hits = this.placements.hits(fewer, [], at);
      pairs = pairs.filter((pair) => hits.stateOf(pair) !== DOWN);
    }
    return new Set(pairs.map((pair) => this.placements.customerOf(pair))).size;
  }

  private impactOf(changes: readonly PlannedChange[]): Impact {
    const key = keyOf(changes);
    let impact = this.impacts.get(key);
    if (!impact) {
      // In one order, so that what is lost first does not depend on whose clashes are asked for.
      const seeds = changes
        .flatMap(({ assetIds }) => indexesOf(this.graph, assetIds))
        .sort((a, b) => this.graph.compareIds(a, b));
      impact = computeImpact(this.graph, new Map(seeds.map((asset) => [asset, DOWN])));
      if (this.impacts.size === MOST_IMPACTS) this.impacts.clear();
      this.impacts.set(key, impact);
    }
    return impact;
  }
}

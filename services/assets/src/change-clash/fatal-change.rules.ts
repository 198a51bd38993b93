import type { AssetGraph } from '../asset-graph/index.js';
import { computeImpact, DOWN, type Impact, type PlacementIndex } from '../impact/index.js';
import { clash, type Clash, type Span } from './clash.rules.js';
import { fatalSets } from './jointly-fatal.rules.js';
import { indexesOf, severityWith } from './other-change.rules.js';
import { overlapOf, simultaneous, type PlannedChange } from './overlap.rules.js';

/** The most sets of changes told of one change. */
const MOST_TOLD = 50;

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
  estate: { graph: AssetGraph; placements: PlacementIndex },
): Clash[] {
  const taking = others.filter((other) => other.expectedState === 'DOWN' && overlapOf(own, other));
  if (own.expectedState !== 'DOWN' || taking.length === 0) return [];
  const agreed = taking.filter(({ committed }) => committed);
  const found = new Map<string, Fatal>();
  let dropped = false;
  for (const together of agreed.length === taking.length ? [agreed] : [agreed, taking]) {
    const search = setsWith(own, together, estate.graph);
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
  const consequences = new Consequences(estate.graph, estate.placements);
  const clashes = told.slice(0, MOST_TOLD).map(([key, fatal]) => toClash(key, own, fatal, consequences));
  return dropped || told.length > MOST_TOLD ? [...clashes, unsearched(own)] : clashes;
}

/** Says that there may be more. */
function unsearched(own: PlannedChange): Clash {
  return clash({ key: 'JOINTLY_FATAL', kind: 'JOINTLY_FATAL', severity: 'WARNING', times: [own] });
}

function setsWith(
  own: PlannedChange,
  others: readonly PlannedChange[],
  graph: AssetGraph,
): { found: Map<string, Fatal>; isComplete: boolean } {
  const found = new Map<string, Fatal>();
  let isComplete = true;
  for (const positions of simultaneous(others, own)) {
    const changes = [own, ...positions.map((position) => others[position]!)];
    const answer = fatalSets(
      graph,
      changes.map(({ assetIds }) => indexesOf(graph, assetIds)),
    );
    isComplete &&= answer.isComplete;
    for (const { changes: members, groups } of answer.sets) {
      if (members[0] !== 0) continue;
      const set = members.slice(1).map((member) => changes[member]!);
      const key = set
        .map(({ id }) => id)
        .sort()
        .join('+');
      if (!found.has(key)) found.set(key, { others: set, groups, time: commonTime([own, ...set]) });
    }
  }
  return { found, isComplete };
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

/** What sets of changes do together that fewer of them do not. */
class Consequences {
  private readonly impacts = new Map<string, Impact>();

  constructor(
    private readonly graph: AssetGraph,
    private readonly placements: PlacementIndex,
  ) {}

  of(
    changes: readonly PlannedChange[],
    groups: readonly number[],
    at: number,
  ): { group: NonNullable<Clash['group']>; customerCount: number } {
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
    const key = changes
      .map(({ id }) => id)
      .sort()
      .join('+');
    let impact = this.impacts.get(key);
    if (!impact) {
      const seeds = changes.flatMap(({ assetIds }) => indexesOf(this.graph, assetIds));
      impact = computeImpact(this.graph, new Map(seeds.map((asset) => [asset, DOWN])));
      this.impacts.set(key, impact);
    }
    return impact;
  }
}

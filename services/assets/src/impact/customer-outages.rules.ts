import { causeChain } from './causes.rules.js';
import type { AssetGraph } from '../asset-graph/index.js';
import type { Impact, Seeds } from './impact.rules.js';
import { OutageRuns } from './outage-runs.rules.js';
import type { SharedHits } from './outage-runs.rules.js';
import type { PlacementIndex } from './placement.rules.js';
import type { Outage, Slice } from './slices.rules.js';
import { DEGRADED, UP } from './state.rules.js';
import type { State } from './state.rules.js';

/** The question of a what-if, in epoch milliseconds; the interval is half-open. */
export interface OutageQuestion {
  from: number;
  to: number;
  planned: boolean;
  noticeGivenAt: number | null;
  asOf: number;
}

/**
 * Of one slice: the state with the outage, the state of the context alone, the lead of the context with or without
 * the outage, the state that the outage itself answers for, and the lead of the context alone.
 */
export type SliceStates = [
  withState: State,
  withoutState: State,
  contextLeadMs: number | null,
  ownState: State,
  aloneLeadMs: number | null,
];

/**
 * The customers an outage makes worse, as it travels to the subgraph that weighs it. `slices` are contiguous
 * pieces of the question's interval; each pattern has the states of one product in every slice.
 *
 * `contextLeadMs` is null where no outage of the context answers for the customer × product in the slice, neither
 * alone nor together with the outage in question; else the shortest lead of those that do: how long before its
 * start it was announced, 0 where it is unplanned or unannounced. `aloneLeadMs` is the same of the outages that
 * answer without the one in question. `ownState` is what the outage in question answers for, also where its context
 * would be as bad without it.
 */
export interface CustomerOutages {
  version: 1;
  question: OutageQuestion;
  slices: [from: number, to: number][];
  /** Chains of asset ids, from an origin to the placed asset that hits the customer. */
  causes: string[][];
  patterns: { productId: string; causes: number; slices: SliceStates[] }[];
  /** Sorted by id; `patterns` are indexes of patterns. */
  customers: { id: string; patterns: number[] }[];
}

/** The answer of a what-if: the customers, and the run of every slice with and without the outage. */
export interface OutageAnswer {
  customerOutages: CustomerOutages;
  runs: { from: number; to: number; withOutage: Impact; contextAlone: Impact }[];
}

/** The outage in question among those of its context. */
const QUESTION = '';

interface SliceHits {
  slice: Slice;
  withOutage: SharedHits;
  context: SharedHits | null;
  /** Shortest lead of each outage of the context, by id. */
  leads: Map<string, number>;
}

/**
 * Simulates an outage of `seeds` amid a context of open incidents and approved changes, slice by slice. Listed are
 * the customers × products that are `DEGRADED` or `DOWN` with it, and worse than without it, in some slice. The
 * cause is that of the first slice with the worst such state.
 */
export function outageAnswer(
  graph: AssetGraph,
  placements: PlacementIndex,
  question: OutageQuestion,
  seeds: Seeds,
  context: readonly Outage[],
): OutageAnswer {
  const runs = new OutageRuns(graph, placements);
  const asked: Outage = {
    id: QUESTION,
    kind: 'QUESTION',
    planned: question.planned,
    announcedLeadMs: question.noticeGivenAt === null ? null : question.from - question.noticeGivenAt,
    assets: seeds,
    direct: [],
    from: question.from,
    to: question.to,
  };
  const slices = runs.slices([asked, ...context], question.from, question.to).map((slice): SliceHits => {
    const others = slice.active.filter((outage) => outage !== asked);
    return {
      slice,
      withOutage: runs.sharedHits(slice.active, slice.from),
      context: others.length > 0 ? runs.sharedHits(others, slice.from) : null,
      leads: leadsOf(others),
    };
  });
  return {
    customerOutages: gathered(runs, question, slices),
    runs: slices.map(({ slice }) => ({
      from: slice.from,
      to: slice.to,
      withOutage: runs.run(slice.active).impact,
      contextAlone: runs.run(slice.active.filter((outage) => outage !== asked)).impact,
    })),
  };
}

function gathered(runs: OutageRuns, question: OutageQuestion, slices: readonly SliceHits[]): CustomerOutages {
  const { graph, placements } = runs;
  const worst = worsenedPairs(slices);
  const pairs = inOrder(placements, [...worst.keys()]);

  const causes: string[][] = [];
  const impacts = new Numbering<Impact>();
  const causeNumbers = new Numbering<string>();
  const kinds = new Numbering<string>();
  const kindOf = new Int32Array(pairs.length);
  const causeOf = new Int32Array(pairs.length);
  pairs.forEach((pair, position) => {
    const { slice, withOutage } = slices[worst.get(pair)!]!;
    const { impact } = runs.run(slice.active);
    const asset = withOutage.joint.assetOf(pair);
    const cause = causeNumbers.of(`${impacts.of(impact)} ${asset}`);
    if (cause === causes.length) {
      causes.push([...causeChain(impact, asset), asset].map((index) => graph.idOf(index)));
    }
    causeOf[position] = cause;
    kindOf[position] = kinds.of(`${cause} ${placements.productOf(pair)}`);
  });
  // Pairs alike so far stay alike through a slice if its states are: one kind splits into few.
  for (const slice of slices) {
    const finer = new Numbering<string>();
    pairs.forEach((pair, position) => {
      kindOf[position] = finer.of(`${kindOf[position]} ${statesIn(slice, pair).join()}`);
    });
  }

  const patterns: CustomerOutages['patterns'] = [];
  const customers: CustomerOutages['customers'] = [];
  const patternOf = new Numbering<number>();
  pairs.forEach((pair, position) => {
    const pattern = patternOf.of(kindOf[position]!);
    if (pattern === patterns.length) {
      patterns.push({
        productId: placements.productOf(pair),
        causes: causeOf[position]!,
        slices: slices.map((slice) => statesIn(slice, pair)),
      });
    }
    const id = placements.customerOf(pair);
    const last = customers.at(-1);
    if (last?.id === id) last.patterns.push(pattern);
    else customers.push({ id, patterns: [pattern] });
  });
  return {
    version: 1,
    question,
    slices: slices.map(({ slice }) => [slice.from, slice.to]),
    causes,
    patterns,
    customers,
  };
}

/** Pairs by customer, then product. Customers are sorted rather than pairs: they are fewer, and sort natively. */
function inOrder(placements: PlacementIndex, pairs: readonly number[]): number[] {
  const byCustomer = new Map<string, number[]>();
  for (const pair of pairs) {
    const customer = placements.customerOf(pair);
    const own = byCustomer.get(customer);
    if (own) own.push(pair);
    else byCustomer.set(customer, [pair]);
  }
  const byProduct = (a: number, b: number): number =>
    compare(placements.productOf(a), placements.productOf(b));
  return [...byCustomer.keys()].sort().flatMap((customer) => byCustomer.get(customer)!.sort(byProduct));
}

/** Pair made worse → position of the first slice in which it is worst. */
function worsenedPairs(slices: readonly SliceHits[]): Map<number, number> {
  const worst = new Map<number, number>();
  slices.forEach(({ withOutage, context }, position) => {
    for (const pair of withOutage.joint.pairs) {
      const state = withOutage.joint.stateOf(pair);
      if (state < DEGRADED || state <= (context?.joint.stateOf(pair) ?? UP)) continue;
      const before = worst.get(pair);
      if (before === undefined || slices[before]!.withOutage.joint.stateOf(pair) < state) {
        worst.set(pair, position);
      }
    }
  });
  return worst;
}

function statesIn({ withOutage, context, leads }: SliceHits, pair: number): SliceStates {
  let lead: number | null = null;
  let aloneLead: number | null = null;
  for (const [id, own] of leads) {
    const answersAlone = context !== null && context.shares.get(id)!.stateOf(pair) > UP;
    if (answersAlone) aloneLead = Math.min(aloneLead ?? own, own);
    if (answersAlone || withOutage.shares.get(id)!.stateOf(pair) > UP) lead = Math.min(lead ?? own, own);
  }
  return [
    withOutage.joint.stateOf(pair),
    context?.joint.stateOf(pair) ?? UP,
    lead,
    withOutage.shares.get(QUESTION)!.stateOf(pair),
    aloneLead,
  ];
}

function leadsOf(outages: readonly Outage[]): Map<string, number> {
  const leads = new Map<string, number>();
  for (const { id, planned, announcedLeadMs } of outages) {
    const lead = planned ? Math.max(0, announcedLeadMs ?? 0) : 0;
    leads.set(id, Math.min(lead, leads.get(id) ?? Infinity));
  }
  return leads;
}

/** Numbers values 0, 1, 2 … in the order they first come. */
class Numbering<Value> {
  private readonly numbers = new Map<Value, number>();

  of(value: Value): number {
    let number = this.numbers.get(value);
    if (number === undefined) {
      number = this.numbers.size;
      this.numbers.set(value, number);
    }
    return number;
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

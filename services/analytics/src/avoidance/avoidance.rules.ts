import type { ServiceAccount } from '../account/index.js';
import {
  addMonths,
  agreementsOfMonth,
  measureMonth,
  monthBounds,
  monthOf,
  type Agreement,
  type Impact,
  type Interval,
} from '../availability/index.js';
import { impactsOn, type LedgerIndex } from '../ledger/index.js';
import { cutImpacts, downTimes, without, type Cut } from './cut.rules.js';

/** Cuts by product, then customer. Customers with the same cuts have the same array. */
export type CutIndex = ReadonlyMap<string, ReadonlyMap<string, readonly Cut[]>>;

/** A stretch of time in which as many customers × products would not have been `DOWN`; epoch milliseconds, half-open. */
export interface AvoidedDown extends Interval {
  readonly pairCount: number;
}

/** What of an incident would not have been. */
export interface AvoidedIncident {
  readonly incidentId: string;
  /** From the first thing avoided to the last, epoch milliseconds. */
  readonly from: number;
  readonly to: number;
  readonly customerIds: ReadonlySet<string>;
}

/** What would have been avoided. */
export interface Avoided {
  /** Service credits by local month (`YYYY-MM`), then currency, in 10^−10 of the currency's unit; none where it is 0. */
  readonly credits: ReadonlyMap<string, ReadonlyMap<string, bigint>>;
  /** In order of time, disjoint. */
  readonly down: readonly AvoidedDown[];
  /** Those of which the ledger has anything that would not have been. */
  readonly incidents: readonly AvoidedIncident[];
}

/** What is measured. */
export interface AvoidanceQuestion {
  /** By id. */
  readonly accounts: ReadonlyMap<string, ServiceAccount>;
  /** By id. */
  readonly agreements: ReadonlyMap<string, Agreement>;
  /** The impacts on these customers in all local months that the cuts touch. */
  readonly ledger: LedgerIndex;
  readonly cuts: CutIndex;
  /** Epoch milliseconds: an open impact ends here, and nothing after it counts. */
  readonly asOf: number;
}

/** Gathers cuts that hold for many customers: those with the same ones get the same array. */
export class CutIndexing {
  readonly #index = new Map<string, Map<string, readonly Cut[]>>();

  /** Adds a cut for customers of a product. */
  add(productId: string, cut: Cut, customerIds: Iterable<string>): void {
    const customers = this.#index.get(productId) ?? new Map<string, readonly Cut[]>();
    this.#index.set(productId, customers);
    const extended = new Map<readonly Cut[], readonly Cut[]>();
    for (const customerId of customerIds) {
      const before = customers.get(customerId) ?? NO_CUTS;
      let after = extended.get(before);
      if (after === undefined) extended.set(before, (after = [...before, cut]));
      customers.set(customerId, after);
    }
  }

  get index(): CutIndex {
    return this.#index;
  }
}

const NO_CUTS: readonly Cut[] = [];

/** Work that takes its time: it may be left alone between any two of its steps. */
export type Work<Result> = Generator<undefined, Result>;

/** Customers × products after which others may be served. */
const STEP = 200;

/**
 * What would have been avoided if cuts had been made to the ledger: every month they touch is measured with and without
 * them, as service levels are, and the credits compared. Customers hit alike are measured together.
 */
export function* avoidedBy(question: AvoidanceQuestion): Work<Avoided> {
  const { accounts, agreements, ledger, cuts, asOf } = question;
  const credits = new Map<string, Map<string, bigint>>();
  const incidents = new Map<string, { from: number; to: number; customerIds: Set<string> }>();
  const alike = new Map<readonly Impact[], Map<readonly Cut[], Alike>>();
  let done = 0;
  for (const [productId, customers] of cuts) {
    for (const [customerId, own] of customers) {
      if (++done % STEP === 0) yield;
      const impacts = impactsOn(ledger, customerId, productId);
      const account = accounts.get(customerId);
      if (account === undefined || impacts.length === 0) continue;
      const sameImpacts = alike.get(impacts) ?? new Map<readonly Cut[], Alike>();
      alike.set(impacts, sameImpacts);
      let one = sameImpacts.get(own);
      if (one === undefined) sameImpacts.set(own, (one = new Alike(impacts, own, asOf)));
      if (one.changed.length === 0) continue;
      one.pairCount += 1;
      for (const { incidentId, from, to } of one.changed) {
        const known = incidents.get(incidentId);
        if (known === undefined) incidents.set(incidentId, { from, to, customerIds: new Set([customerId]) });
        else {
          known.from = Math.min(known.from, from);
          known.to = Math.max(known.to, to);
          known.customerIds.add(customerId);
        }
      }
      const product = account.products.find((candidate) => candidate.productId === productId);
      if (product === undefined) continue;
      const { timeZone } = account;
      for (const month of one.monthsIn(timeZone)) {
        const shares = agreementsOfMonth(product.candidatesAmong(agreements), timeZone, month);
        for (const { agreement, within, feeWithin } of shares) {
          const [before, after] = one.percents(timeZone, month, agreement, within);
          if (before === after) continue;
          addTo(credits, month, product.creditFor(timeZone, month, feeWithin, before).sums, 1n);
          addTo(credits, month, product.creditFor(timeZone, month, feeWithin, after).sums, -1n);
        }
      }
    }
  }
  return {
    credits: notZero(credits),
    down: stepsOf([...alike.values()].flatMap((some) => [...some.values()])),
    incidents: [...incidents].map(([incidentId, rest]) => ({ incidentId, ...rest })),
  };
}

/** Customers × products that are hit alike and spared alike. */
class Alike {
  pairCount = 0;
  /** What of each incident is changed, up to `asOf`. */
  readonly changed: readonly { incidentId: string; from: number; to: number }[];
  readonly downAvoided: readonly Interval[];
  readonly #after: readonly Impact[];
  readonly #months = new Map<string, readonly string[]>();
  readonly #percents = new Map<string, readonly [before: string, after: string]>();

  constructor(
    private readonly impacts: readonly Impact[],
    cuts: readonly Cut[],
    private readonly asOf: number,
  ) {
    const { impacts: after, changed } = cutImpacts(impacts, cuts);
    this.#after = after;
    this.changed = changed
      .map((one) => ({ ...one, to: Math.min(one.to, asOf) }))
      .filter(({ from, to }) => from < to);
    this.downAvoided = without(downTimes(impacts, asOf), downTimes(after, asOf));
  }

  /** The local months in which something is changed. */
  monthsIn(timeZone: string): readonly string[] {
    let months = this.#months.get(timeZone);
    if (months === undefined) {
      const touched = new Set<string>();
      for (const { from, to } of this.changed) {
        for (
          let month = monthOf(timeZone, from);
          monthBounds(timeZone, month).from < to;
          month = addMonths(month, 1)
        ) {
          touched.add(month);
        }
      }
      months = [...touched];
      this.#months.set(timeZone, months);
    }
    return months;
  }

  /** The percentage of the fee that is owed, as it is and as it would have been. */
  percents(
    timeZone: string,
    month: string,
    agreement: Agreement,
    within: readonly Interval[] | null,
  ): readonly [before: string, after: string] {
    const key = JSON.stringify([timeZone, month, agreement.id, within]);
    let percents = this.#percents.get(key);
    if (percents === undefined) {
      const { asOf } = this;
      const owed = (impacts: readonly Impact[]) =>
        measureMonth({ impacts, agreement, timeZone, month, asOf, within }).creditPercent;
      percents = [owed(this.impacts), owed(this.#after)];
      this.#percents.set(key, percents);
    }
    return percents;
  }
}

function addTo(
  credits: Map<string, Map<string, bigint>>,
  month: string,
  sums: ReadonlyMap<string, bigint>,
  sign: bigint,
): void {
  const own = credits.get(month) ?? new Map<string, bigint>();
  credits.set(month, own);
  for (const [currency, units] of sums) own.set(currency, (own.get(currency) ?? 0n) + sign * units);
}

function notZero(credits: ReadonlyMap<string, ReadonlyMap<string, bigint>>): Avoided['credits'] {
  const kept = new Map<string, ReadonlyMap<string, bigint>>();
  for (const [month, sums] of [...credits].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const own = [...sums].filter(([, units]) => units !== 0n);
    if (own.length > 0) kept.set(month, new Map(own));
  }
  return kept;
}

/** How many pairs are spared at each moment. */
function stepsOf(all: readonly Alike[]): AvoidedDown[] {
  const changes = new Map<number, number>();
  const change = (at: number, count: number): void => {
    changes.set(at, (changes.get(at) ?? 0) + count);
  };
  for (const { pairCount, downAvoided } of all) {
    for (const { from, to } of pairCount > 0 ? downAvoided : []) {
      change(from, pairCount);
      change(to, -pairCount);
    }
  }
  const steps: AvoidedDown[] = [];
  let [since, count] = [0, 0];
  for (const [at, by] of [...changes].sort(([a], [b]) => a - b)) {
    if (by === 0) continue;
    if (count > 0) steps.push({ from: since, to: at, pairCount: count });
    since = at;
    count += by;
  }
  return steps;
}

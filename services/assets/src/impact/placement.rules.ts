import type { AssetGraph } from '../asset-graph/index.js';
import { Hits } from './hits.rules.js';
import type { Impact } from './impact.rules.js';
import type { DirectHit } from './slices.rules.js';
import { DEGRADED, DOWN } from './state.rules.js';
import type { State } from './state.rules.js';

/** Ties an asset to customers and products. What is null is not asked for; all null matches nobody. */
export interface PlacementRow {
  assetId: string;
  productId: string | null;
  podId: string | null;
  customerId: string | null;
}

/** A subscription active in the half-open interval [from, to) of epoch milliseconds; `to` null: no end. */
export interface SubscriptionRow {
  customerId: string;
  productId: string;
  podId: string | null;
  from: number;
  to: number | null;
}

type Selector = Omit<PlacementRow, 'assetId'>;

/** Customers × products that one placement, or several alike, tie to assets. */
export interface Selection {
  /** Indexes of the assets, each once. */
  assets: readonly number[];
  /** Numbers of the pairs, each once. */
  pairs: readonly number[];
}

/** A selector with the asset placed by it and the state of that asset. */
interface PlacedState {
  state: State;
  asset: number;
  selector: Selector;
}

interface Customer {
  id: string;
  subscriptions: readonly SubscriptionRow[];
  /** Product → number of the pair customer × product, kept for good. */
  pairs: Map<string, number>;
}

/** Customers hit alike: one product, one state, one asset (-1: a direct hit). */
export interface HitPattern {
  productId: string;
  state: State;
  asset: number;
  customerIds: string[];
}

/**
 * Placements and subscriptions in memory, from an asset to the customers × products it serves. A pair customer ×
 * product has a number (0..pairCount-1) that stays when the customer's subscriptions change.
 */
export class PlacementIndex {
  private readonly placements = new Map<string, readonly Selector[]>();
  /** One object for all equal selectors, so that they are told apart by identity. */
  private readonly selectors = new Map<string, Selector>();
  private readonly placedBy = new WeakMap<
    Impact,
    { change: number; all: PlacedState[]; first: PlacedState[] }
  >();
  private placementChanges = 0;
  /** The placements by index in the graph they were last asked about; `pending` are assets not yet entered there. */
  private resolved: {
    graph: AssetGraph | null;
    byAsset: Map<number, readonly Selector[]>;
    pending: Set<string>;
  } = { graph: null, byAsset: new Map(), pending: new Set() };
  private readonly customers = new Map<string, Customer>();
  private readonly byProduct = new Map<string, Set<Customer>>();
  private readonly byPod = new Map<string, Set<Customer>>();
  private readonly byPodProduct = new Map<string, Set<Customer>>();
  private readonly pairCustomer: string[] = [];
  private readonly pairProduct: string[] = [];

  /** Builds the index from complete rows in any order. */
  static build(
    placements: readonly PlacementRow[],
    subscriptions: readonly SubscriptionRow[],
  ): PlacementIndex {
    const index = new PlacementIndex();
    const byAsset = gathered(placements, (row) => row.assetId);
    for (const [assetId, rows] of byAsset) index.setAssetPlacements(assetId, rows);
    const byCustomer = gathered(subscriptions, (row) => row.customerId);
    for (const [customerId, rows] of byCustomer) index.setCustomerSubscriptions(customerId, rows);
    return index;
  }

  get pairCount(): number {
    return this.pairCustomer.length;
  }

  /** The customer of a pair. Throws a RangeError for a number that is no pair. */
  customerOf(pair: number): string {
    return existing(this.pairCustomer[pair], pair);
  }

  /** The product of a pair. Throws a RangeError for a number that is no pair. */
  productOf(pair: number): string {
    return existing(this.pairProduct[pair], pair);
  }

  /** Replaces all placements of an asset. */
  setAssetPlacements(assetId: string, placements: readonly Selector[]): void {
    this.placementChanges++;
    this.resolved.pending.add(assetId);
    if (placements.length === 0) this.placements.delete(assetId);
    else
      this.placements.set(
        assetId,
        placements.map((selector) => this.interned(selector)),
      );
  }

  /** Replaces all subscriptions of a customer. */
  setCustomerSubscriptions(customerId: string, subscriptions: readonly SubscriptionRow[]): void {
    let customer = this.customers.get(customerId);
    if (!customer) {
      customer = { id: customerId, subscriptions: [], pairs: new Map() };
      this.customers.set(customerId, customer);
    }
    for (const { productId, podId } of customer.subscriptions) {
      this.byProduct.get(productId)?.delete(customer);
      if (podId === null) continue;
      this.byPod.get(podId)?.delete(customer);
      this.byPodProduct.get(seatKey(podId, productId))?.delete(customer);
    }
    customer.subscriptions = subscriptions;
    for (const { productId, podId } of subscriptions) {
      if (!customer.pairs.has(productId)) {
        customer.pairs.set(productId, this.pairCustomer.push(customerId) - 1);
        this.pairProduct.push(productId);
      }
      enter(this.byProduct, productId, customer);
      if (podId === null) continue;
      enter(this.byPod, podId, customer);
      enter(this.byPodProduct, seatKey(podId, productId), customer);
    }
  }

  /**
   * The customers × products hit at an instant: the worst state over the placed assets and the direct hits. Only
   * `DEGRADED` and `DOWN` hit; only subscriptions active at `at` count. Pod with product matches whoever has one
   * active subscription to that product on that pod; pod alone, all products of whoever has any active
   * subscription there; product alone, everyone who has it; customer alone, all its products; whatever is given
   * must match. `counts` leaves assets out. Each distinct placement is looked up once, however many assets share it.
   */
  hits(impact: Impact, direct: readonly DirectHit[], at: number, counts?: (asset: number) => boolean): Hits {
    const hits = new Hits(this.pairCount);
    const seen = new Set<Selector>();
    const { all, first } = this.placed(impact);
    const own = counts ? all.filter(({ asset }) => counts(asset)) : first;
    let next = 0;
    for (const level of [DOWN, DEGRADED] as const) {
      for (; next < own.length && own[next]!.state === level; next++) {
        const { asset, selector } = own[next]!;
        this.select(selector, at, seen, (pair) => hits.add(pair, level, asset));
      }
      for (const hit of direct) {
        if (hit.state !== level) continue;
        this.select(this.interned({ ...hit, podId: null }), at, seen, (pair) => hits.add(pair, level, -1));
      }
    }
    return hits;
  }

  /**
   * The instants strictly inside (from, to) at which a subscription that the impact or a direct hit may reach
   * begins or ends.
   */
  changesWithin(impact: Impact, direct: readonly DirectHit[], from: number, to: number): Set<number> {
    const instants = new Set<number>();
    const looked = new Set<Customer>();
    const look = (selector: Selector): void => {
      for (const customer of this.candidates(selector)) {
        if (looked.has(customer)) continue;
        looked.add(customer);
        for (const subscription of customer.subscriptions) {
          const { from: begin, to: end } = subscription;
          if (begin > from && begin < to) instants.add(begin);
          if (end !== null && end > from && end < to) instants.add(end);
        }
      }
    };
    for (const { selector } of this.placed(impact).first) look(selector);
    for (const hit of direct) look({ ...hit, podId: null });
    return instants;
  }

  /** What placements say at an instant: an entry a distinct placement that matches somebody. */
  selections(graph: AssetGraph, at: number): Selection[] {
    const assetsOf = new Map<Selector, number[]>();
    for (const [asset, selectors] of this.byAssetOf(graph)) {
      for (const selector of new Set(selectors)) {
        const assets = assetsOf.get(selector);
        if (assets) assets.push(asset);
        else assetsOf.set(selector, [asset]);
      }
    }
    const selections: Selection[] = [];
    for (const [selector, assets] of assetsOf) {
      const pairs = new Set<number>();
      this.select(selector, at, new Set(), (pair) => pairs.add(pair));
      if (pairs.size > 0) selections.push({ assets, pairs: [...pairs] });
    }
    return selections;
  }

  /**
   * The customers × products with a subscription active at an instant that is of the customer, to the product and on
   * the pod; what is null is not asked for.
   */
  pairsAt(
    at: number,
    asked: { customerId: string | null; productId: string | null; podId: string | null },
  ): Set<number> {
    const { customerId, productId, podId } = asked;
    const pairs = new Set<number>();
    const isOpen = customerId === null && productId === null && podId === null;
    for (const customer of isOpen ? this.customers.values() : this.candidates(asked)) {
      for (const row of customer.subscriptions) {
        const fits = (productId ?? row.productId) === row.productId && (podId ?? row.podId) === row.podId;
        if (fits && isActive(row, at)) pairs.add(customer.pairs.get(row.productId)!);
      }
    }
    return pairs;
  }

  /** Hits gathered into patterns: customers with one product, state and asset together; ids sorted. */
  patternsOf(hits: Hits): HitPattern[] {
    const patterns = new Map<string, HitPattern>();
    for (const pair of hits.pairs) {
      const productId = this.productOf(pair);
      const state = hits.stateOf(pair);
      const asset = hits.assetOf(pair);
      const key = `${state} ${asset} ${productId}`;
      const pattern = patterns.get(key);
      if (pattern) pattern.customerIds.push(this.customerOf(pair));
      else patterns.set(key, { productId, state, asset, customerIds: [this.customerOf(pair)] });
    }
    for (const pattern of patterns.values()) pattern.customerIds.sort();
    return [...patterns.values()];
  }

  /** What an impact reaches through placements, from the worst state and the smallest id; `first` of each selector. */
  private placed(impact: Impact): { all: PlacedState[]; first: PlacedState[] } {
    const known = this.placedBy.get(impact);
    if (known && known.change === this.placementChanges) return known;
    const { graph } = impact;
    const found: { state: State; asset: number; selectors: readonly Selector[] }[] = [];
    this.eachPlaced(impact, (asset, state, selectors) => {
      if (state >= DEGRADED) found.push({ state, asset, selectors });
    });
    found.sort((a, b) => b.state - a.state || graph.compareIds(a.asset, b.asset));
    const all: PlacedState[] = [];
    const first = new Map<Selector, PlacedState>();
    for (const { state, asset, selectors } of found) {
      for (const selector of selectors) {
        const placed = { state, asset, selector };
        all.push(placed);
        if (!first.has(selector)) first.set(selector, placed);
      }
    }
    const placed = { change: this.placementChanges, all, first: [...first.values()] };
    this.placedBy.set(impact, placed);
    return placed;
  }

  /** Calls `use` for the placed assets that an impact touches: goes through these or through all placed ones. */
  private eachPlaced(
    impact: Impact,
    use: (asset: number, state: State, selectors: readonly Selector[]) => void,
  ): void {
    const { assets, states } = impact;
    const byAsset = this.byAssetOf(impact.graph);
    if (byAsset.size < assets.length) {
      for (const [asset, selectors] of byAsset) use(asset, impact.stateOf(asset), selectors);
      return;
    }
    assets.forEach((asset, at) => {
      const selectors = byAsset.get(asset);
      if (selectors) use(asset, states[at] as State, selectors);
    });
  }

  private byAssetOf(graph: AssetGraph): Map<number, readonly Selector[]> {
    if (this.resolved.graph !== graph) {
      this.resolved = { graph, byAsset: new Map(), pending: new Set(this.placements.keys()) };
    }
    const { byAsset, pending } = this.resolved;
    for (const assetId of pending) {
      const asset = graph.indexOf(assetId);
      // An asset that is not there yet may come.
      if (asset === undefined) continue;
      pending.delete(assetId);
      const selectors = this.placements.get(assetId);
      if (selectors) byAsset.set(asset, selectors);
      else byAsset.delete(asset);
    }
    return byAsset;
  }

  private interned({ productId, podId, customerId }: Selector): Selector {
    const key = `${productId ?? ''} ${podId ?? ''} ${customerId ?? ''}`;
    let selector = this.selectors.get(key);
    if (!selector) {
      selector = { productId, podId, customerId };
      this.selectors.set(key, selector);
    }
    return selector;
  }

  private select(selector: Selector, at: number, seen: Set<Selector>, hit: (pair: number) => void): void {
    if (seen.has(selector)) return;
    seen.add(selector);
    const { productId, podId } = selector;
    for (const customer of this.candidates(selector)) {
      const { subscriptions, pairs } = customer;
      const reached = (row: SubscriptionRow): boolean =>
        isActive(row, at) && (podId === null || row.podId === podId);
      if (productId !== null) {
        const own = subscriptions.some((row) => row.productId === productId && reached(row));
        if (own) hit(pairs.get(productId)!);
      } else if (subscriptions.some(reached)) {
        for (const row of subscriptions) if (isActive(row, at)) hit(pairs.get(row.productId)!);
      }
    }
  }

  /** The customers a selector can match, some perhaps not at the instant asked for. */
  private candidates({ productId, podId, customerId }: Selector): Iterable<Customer> {
    if (customerId !== null) {
      const customer = this.customers.get(customerId);
      return customer ? [customer] : [];
    }
    if (podId !== null && productId !== null) return this.byPodProduct.get(seatKey(podId, productId)) ?? [];
    if (podId !== null) return this.byPod.get(podId) ?? [];
    if (productId !== null) return this.byProduct.get(productId) ?? [];
    return [];
  }
}

function isActive({ from, to }: SubscriptionRow, at: number): boolean {
  return from <= at && (to === null || at < to);
}

function seatKey(podId: string, productId: string): string {
  return `${podId} ${productId}`;
}

function enter(index: Map<string, Set<Customer>>, key: string, customer: Customer): void {
  const customers = index.get(key);
  if (customers) customers.add(customer);
  else index.set(key, new Set([customer]));
}

function existing(value: string | undefined, pair: number): string {
  if (value === undefined) throw new RangeError(`There is no pair customer × product number ${pair}.`);
  return value;
}

function gathered<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
}

import type { DependencyRow, MinUp } from './dependency-groups.rules.js';

/** An asset as the graph knows it; `live` is false while its status is `PLANNED` or `RETIRED`. */
export interface AssetRow {
  id: string;
  live: boolean;
}

/** What changed since the graph was built or last changed. */
export interface GraphChanges {
  /** New assets, and assets whose liveness may have changed. */
  assets?: readonly AssetRow[];
  /** Assets that no longer exist: no longer live, and without dependencies of their own. */
  removedAssetIds?: readonly string[];
  /** Consumers whose dependencies changed, each with all the dependencies it now has. */
  consumers?: readonly { consumerId: string; dependencies: readonly DependencyRow[] }[];
}

const NONE = -1;
const ALL_MEMBERS = 0;

/**
 * The dependency graph in memory: about 40 bytes an asset and 25 a dependency, besides the ids.
 *
 * Assets, groups and dependencies are integers. The members of a group are consecutive dependencies; the groups
 * of a consumer, and the dependencies on a provider, are linked lists, so that a changed consumer is replaced in
 * time proportional to its own dependencies. Replaced groups stay behind as dead ones (`groupConsumer` is -1)
 * until they outnumber the others; then the arrays are written anew. An asset keeps its index for good; a group's
 * number is valid until the next `apply`.
 *
 * Rows are taken as checked by `checkDependencies`; a provider named twice in one group counts once.
 */
export class AssetGraph {
  /** Counts calls of `apply`: whoever keeps group numbers compares it. */
  changeCount = 0;
  private readonly ids: string[] = [];
  private readonly indexes = new Map<string, number>();
  private live = new Uint8Array(0);
  private groups = 0;
  private edges = 0;
  private deadEdges = 0;
  /** Asset → its first group as a consumer, and its first dependency as a provider (-1: none). */
  private consumerHead = new Int32Array(0);
  private providerHead = new Int32Array(0);
  /** Group → consumer, next group of it, first dependency, member count, live member count, softness, minUp. */
  private groupConsumer = new Int32Array(0);
  private groupNext = new Int32Array(0);
  private groupStart = new Int32Array(0);
  private groupSize = new Int32Array(0);
  private groupLive = new Int32Array(0);
  private groupSoft = new Uint8Array(0);
  /** A count as it is, a percent negated, 0 for all members. */
  private groupMinUp = new Int32Array(0);
  /** Dependency → provider, group, next dependency on the same provider. */
  private edgeProvider = new Int32Array(0);
  private edgeGroup = new Int32Array(0);
  private edgeNext = new Int32Array(0);

  /** Builds the graph. Throws a RangeError if a dependency names an asset that is not among `assets`. */
  static build(assets: readonly AssetRow[], dependencies: readonly DependencyRow[]): AssetGraph {
    const graph = new AssetGraph();
    graph.reserveAssets(assets.length);
    for (const asset of assets) graph.setAsset(asset);
    graph.reserveEdges(dependencies.length);
    graph.reserveGroups(dependencies.length);
    for (const [consumer, rows] of graph.byConsumer(dependencies)) graph.addGroups(consumer, rows);
    return graph;
  }

  /** Number of assets, live or not; indexes are 0..size-1. */
  get size(): number {
    return this.ids.length;
  }

  /** Upper bound (exclusive) of the group numbers in use. */
  get groupCount(): number {
    return this.groups;
  }

  /** Number of dependencies in force (a provider named twice in a group counts once). */
  get dependencyCount(): number {
    return this.edges - this.deadEdges;
  }

  /** The index of an asset, undefined where it is unknown. */
  indexOf(id: string): number | undefined {
    return this.indexes.get(id);
  }

  /** The id of the asset at an index. Throws a RangeError outside 0..size-1. */
  idOf(index: number): string {
    const id = this.ids[index];
    if (id === undefined) throw new RangeError(`There is no asset at index ${index}.`);
    return id;
  }

  /** Whether the asset is in use: neither planned nor retired. */
  isLive(index: number): boolean {
    return this.live[index] === 1;
  }

  /** First dependency on a provider; follow with `nextOnProvider`, -1 ends. Dead ones have `consumerOf` -1. */
  firstOnProvider(provider: number): number {
    return this.providerHead[provider]!;
  }

  nextOnProvider(dependency: number): number {
    return this.edgeNext[dependency]!;
  }

  /** The group a dependency belongs to. */
  groupOf(dependency: number): number {
    return this.edgeGroup[dependency]!;
  }

  /** The consumer of a group; -1 for a group that no longer exists. */
  consumerOf(group: number): number {
    return this.groupConsumer[group]!;
  }

  /** Whether a lost group only degrades its consumer. */
  isSoft(group: number): boolean {
    return this.groupSoft[group] === 1;
  }

  /**
   * How many live members a group can lose and still have k left: n − k, where k is `minUp` (percent:
   * ceil(n·p/100) of the n live members), at least 1 and at most n. -1 for a group with no live member.
   */
  spareOf(group: number): number {
    const n = this.groupLive[group]!;
    if (n === 0) return -1;
    const minUp = this.groupMinUp[group]!;
    const asked = minUp === ALL_MEMBERS ? n : minUp > 0 ? minUp : Math.ceil((n * -minUp) / 100);
    return n - Math.min(n, Math.max(1, asked));
  }

  /** The groups of a consumer. */
  groupsOf(consumer: number): number[] {
    const groups: number[] = [];
    for (let group = this.consumerHead[consumer]!; group !== NONE; group = this.groupNext[group]!) {
      groups.push(group);
    }
    return groups;
  }

  /** The distinct members of a group, live or not. */
  membersOf(group: number): Int32Array {
    const start = this.groupStart[group]!;
    return this.edgeProvider.subarray(start, start + this.groupSize[group]!);
  }

  /**
   * Applies changes; the result equals a graph built from the rows as they now are, up to indexes. Time is
   * linear in the changes. Throws a RangeError, before anything changes, if a dependency names an unknown asset.
   */
  apply(changes: GraphChanges): void {
    const added = new Set((changes.assets ?? []).map((asset) => asset.id));
    for (const { consumerId, dependencies } of changes.consumers ?? []) {
      for (const id of [consumerId, ...dependencies.map((row) => row.providerId)]) {
        if (!added.has(id)) this.known(id);
      }
    }
    this.changeCount++;
    this.reserveAssets(this.ids.length + added.size);
    for (const asset of changes.assets ?? []) this.setAsset(asset);
    for (const id of changes.removedAssetIds ?? []) {
      const index = this.indexes.get(id);
      if (index === undefined) continue;
      this.setAsset({ id, live: false });
      this.dropGroups(index);
    }
    for (const { consumerId, dependencies } of changes.consumers ?? []) {
      const consumer = this.known(consumerId);
      this.dropGroups(consumer);
      this.addGroups(consumer, dependencies);
    }
    if (this.deadEdges > 1024 && this.deadEdges * 2 > this.edges) this.rewrite();
  }

  private known(id: string): number {
    const index = this.indexes.get(id);
    if (index === undefined) throw new RangeError(`A dependency names the unknown asset ${id}.`);
    return index;
  }

  private setAsset(asset: AssetRow): void {
    const known = this.indexes.get(asset.id);
    const live = asset.live ? 1 : 0;
    if (known === undefined) {
      const index = this.ids.push(asset.id) - 1;
      this.indexes.set(asset.id, index);
      this.live[index] = live;
      this.consumerHead[index] = NONE;
      this.providerHead[index] = NONE;
      return;
    }
    const step = live - this.live[known]!;
    if (step === 0) return;
    this.live[known] = live;
    for (let edge = this.providerHead[known]!; edge !== NONE; edge = this.edgeNext[edge]!) {
      this.groupLive[this.edgeGroup[edge]!]! += step;
    }
  }

  private *byConsumer(rows: readonly DependencyRow[]): Generator<[number, DependencyRow[]]> {
    const rowsOf = new Map<number, DependencyRow[]>();
    for (const row of rows) {
      const consumer = this.known(row.consumerId);
      const own = rowsOf.get(consumer);
      if (own) own.push(row);
      else rowsOf.set(consumer, [row]);
    }
    yield* rowsOf;
  }

  private addGroups(consumer: number, rows: readonly DependencyRow[]): void {
    this.reserveEdges(this.edges + rows.length);
    this.reserveGroups(this.groups + rows.length);
    const named = new Map<string, DependencyRow[]>();
    for (const row of rows) {
      if (row.group === null) {
        this.addGroup(consumer, row, [this.known(row.providerId)]);
        continue;
      }
      const members = named.get(row.group);
      if (members) members.push(row);
      else named.set(row.group, [row]);
    }
    for (const members of named.values()) {
      const providers = new Set(members.map((row) => this.known(row.providerId)));
      this.addGroup(consumer, members[0]!, providers);
    }
  }

  private addGroup(consumer: number, terms: DependencyRow, providers: Iterable<number>): void {
    const group = this.startGroup(consumer, terms.strength === 'SOFT' ? 1 : 0, encodeMinUp(terms.minUp));
    for (const provider of providers) this.addMember(group, provider);
  }

  private startGroup(consumer: number, soft: number, minUp: number): number {
    const group = this.groups++;
    this.groupConsumer[group] = consumer;
    this.groupNext[group] = this.consumerHead[consumer]!;
    this.consumerHead[consumer] = group;
    this.groupStart[group] = this.edges;
    this.groupSize[group] = 0;
    this.groupLive[group] = 0;
    this.groupSoft[group] = soft;
    this.groupMinUp[group] = minUp;
    return group;
  }

  private addMember(group: number, provider: number): void {
    const edge = this.edges++;
    this.edgeProvider[edge] = provider;
    this.edgeGroup[edge] = group;
    this.edgeNext[edge] = this.providerHead[provider]!;
    this.providerHead[provider] = edge;
    this.groupSize[group]!++;
    this.groupLive[group]! += this.live[provider]!;
  }

  private dropGroups(consumer: number): void {
    for (const group of this.groupsOf(consumer)) {
      this.groupConsumer[group] = NONE;
      this.deadEdges += this.groupSize[group]!;
    }
    this.consumerHead[consumer] = NONE;
  }

  /** Writes the living groups over the dead ones. Reads run ahead of writes, so one set of arrays will do. */
  private rewrite(): void {
    const groups = this.groups;
    this.groups = 0;
    this.edges = 0;
    this.deadEdges = 0;
    this.consumerHead.fill(NONE);
    this.providerHead.fill(NONE);
    for (let group = 0; group < groups; group++) {
      const consumer = this.groupConsumer[group]!;
      if (consumer === NONE) continue;
      const start = this.groupStart[group]!;
      const end = start + this.groupSize[group]!;
      const moved = this.startGroup(consumer, this.groupSoft[group]!, this.groupMinUp[group]!);
      for (let edge = start; edge < end; edge++) this.addMember(moved, this.edgeProvider[edge]!);
    }
  }

  private reserveAssets(count: number): void {
    if (count <= this.live.length) return;
    const capacity = roomFor(count, this.live.length);
    this.live = grown(this.live, new Uint8Array(capacity));
    this.consumerHead = grown(this.consumerHead, new Int32Array(capacity));
    this.providerHead = grown(this.providerHead, new Int32Array(capacity));
  }

  private reserveGroups(count: number): void {
    if (count <= this.groupConsumer.length) return;
    const capacity = roomFor(count, this.groupConsumer.length);
    this.groupConsumer = grown(this.groupConsumer, new Int32Array(capacity));
    this.groupNext = grown(this.groupNext, new Int32Array(capacity));
    this.groupStart = grown(this.groupStart, new Int32Array(capacity));
    this.groupSize = grown(this.groupSize, new Int32Array(capacity));
    this.groupLive = grown(this.groupLive, new Int32Array(capacity));
    this.groupSoft = grown(this.groupSoft, new Uint8Array(capacity));
    this.groupMinUp = grown(this.groupMinUp, new Int32Array(capacity));
  }

  private reserveEdges(count: number): void {
    if (count <= this.edgeProvider.length) return;
    const capacity = roomFor(count, this.edgeProvider.length);
    this.edgeProvider = grown(this.edgeProvider, new Int32Array(capacity));
    this.edgeGroup = grown(this.edgeGroup, new Int32Array(capacity));
    this.edgeNext = grown(this.edgeNext, new Int32Array(capacity));
  }
}

function encodeMinUp(minUp: MinUp | null): number {
  if (minUp === null) return ALL_MEMBERS;
  return 'count' in minUp ? Math.max(1, minUp.count) : -Math.max(1, minUp.percent);
}

function roomFor(count: number, present: number): number {
  return Math.max(count, Math.ceil(present * 1.5));
}

function grown<A extends Int32Array | Uint8Array>(from: A, into: A): A {
  into.set(from);
  return into;
}

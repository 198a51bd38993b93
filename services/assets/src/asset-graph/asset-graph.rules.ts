import { AssetIds } from './asset-ids.rules.js';
import type { DependencyRow, MinUp } from './dependency-groups.rules.js';
import { Dependents, GROUP, grown, memberEntry, needEntry, NONE, SOFT } from './dependents.rules.js';
import { GroupTable } from './group-table.rules.js';

/** An asset as the graph knows it; `live` is false while its status is `PLANNED` or `RETIRED`. */
export interface AssetRow {
  id: string;
  live: boolean;
}

/** A consumer with all the dependencies it has. */
export interface ConsumerRow {
  consumerId: string;
  dependencies: readonly DependencyRow[];
}

/** What changed since the graph was built or last changed. */
export interface GraphChanges {
  /** New assets, and assets whose liveness may have changed. */
  assets?: readonly AssetRow[];
  /** Consumers whose dependencies changed. */
  consumers?: readonly ConsumerRow[];
}

/** The mark of an asset that is not live: above every state. */
const OUT = 255;
/** Below this the lists are not worth writing anew. */
const FEW = 1024;

/**
 * The dependency graph in memory: about 40 bytes an asset with its id, 12 a dependency and 28 a group.
 *
 * Assets and dependencies are integers, and so are groups: sets of two or more members of which a stated number must
 * be up. A dependency that is in no such group is needed by itself, also one of several that are all needed, since a
 * set of which all are needed is in the state of its worst member. The dependencies of a consumer are consecutive, and
 * so are the members of a group; who depends on a provider is a list in `dependents`. A changed consumer gets new
 * dependencies behind the others, in time proportional to its own; what it had stays behind, dead, until half of
 * everything is dead or out of place; then all is written anew. An asset keeps its index for good; the number of a
 * group or a dependency is valid until the next `apply`.
 *
 * Rows are taken as checked by `checkDependencies`; a provider named twice in one group counts once.
 */
export class AssetGraph {
  /** Counts calls of `apply`: whoever keeps numbers of groups or dependencies compares it. */
  changeCount = 0;
  /** For runs, which read them without calls; see there. */
  readonly dependents = new Dependents();
  groups = new GroupTable();
  /** By asset `OUT` where it is not live, else 0: runs keep states here, and put them back. */
  marks = new Uint8Array(0);
  private readonly ids = new AssetIds();
  /** Consumer → its first dependency, how many there are, and its first group (`NONE`); its groups are consecutive. */
  private needStarts = new Int32Array(0);
  private needCounts = new Int32Array(0);
  private groupStarts = new Int32Array(0);
  /** Dependency → provider, and its place among the dependents of the provider. */
  private providers = new Int32Array(0);
  private places = new Int32Array(0);
  private needs = 0;
  private deadNeeds = 0;
  /** While it is loaded, dependencies are in no list yet. */
  private isLoading = false;

  /** Builds the graph. Throws a RangeError if a dependency names an asset that is not among `assets`. */
  static build(assets: readonly AssetRow[], dependencies: readonly DependencyRow[]): AssetGraph {
    const graph = AssetGraph.loading(assets.length, dependencies.length);
    const consumers = new Map<string, DependencyRow[]>();
    for (const row of dependencies) {
      const own = consumers.get(row.consumerId);
      if (own) own.push(row);
      else consumers.set(row.consumerId, [row]);
    }
    graph.load(
      assets,
      Array.from(consumers, ([consumerId, rows]) => ({ consumerId, dependencies: rows })),
    );
    graph.endLoading();
    return graph;
  }

  /** An empty graph to be filled piece by piece, with room for what is expected; not to be asked until `endLoading`. */
  static loading(assetCount: number, dependencyCount: number): AssetGraph {
    const graph = new AssetGraph();
    graph.isLoading = true;
    graph.reserveAssets(assetCount);
    graph.reserveNeeds(dependencyCount);
    graph.dependents.reserve(assetCount, dependencyCount);
    return graph;
  }

  /**
   * Takes in assets, and consumers with all their dependencies, each once. Throws a RangeError if one names an asset
   * that was not loaded.
   */
  load(assets: readonly AssetRow[], consumers: readonly ConsumerRow[]): void {
    for (const asset of assets) this.setAsset(asset);
    for (const { consumerId, dependencies } of consumers) this.addNeeds(this.known(consumerId), dependencies);
  }

  /** Makes a loaded graph ready to be asked and changed. */
  endLoading(): void {
    this.rewrite();
    this.isLoading = false;
  }

  /** Number of assets, live or not; indexes are 0..size-1. */
  get size(): number {
    return this.ids.size;
  }

  /** Upper bound (exclusive) of the group numbers in use. */
  get groupCount(): number {
    return this.groups.count;
  }

  /** Number of dependencies in force (a provider named twice in a group counts once). */
  get dependencyCount(): number {
    return this.needs - this.deadNeeds;
  }

  /** The index of an asset, undefined where it is unknown. */
  indexOf(id: string): number | undefined {
    return this.ids.indexOf(id);
  }

  /** The id of the asset at an index. Throws a RangeError outside 0..size-1. */
  idOf(index: number): string {
    return this.ids.idOf(index);
  }

  /** Orders two assets as their ids are by code units: below 0, 0 or above. */
  compareIds(a: number, b: number): number {
    return this.ids.compare(a, b);
  }

  /** Whether the asset is in use: neither planned nor retired. */
  isLive(index: number): boolean {
    return this.marks[index] !== OUT;
  }

  /** The first place among the dependents of a provider; follow with `nextDependent`, -1 ends. */
  firstDependent(provider: number): number {
    return this.dependents.first(provider);
  }

  nextDependent(place: number): number {
    return this.dependents.next(place);
  }

  /** The group in which the dependency at a place is; -1 where it is needed by itself. */
  groupAt(place: number): number {
    const { entries } = this.dependents;
    return (entries[place]! & 3) === GROUP ? entries[place + 1]! : NONE;
  }

  /** The consumer of the dependency at a place. */
  consumerAt(place: number): number {
    return this.dependents.entries[place]! >> 2;
  }

  /** Whether the loss of the dependency at a place only degrades its consumer. */
  isSoftAt(place: number): boolean {
    const group = this.groupAt(place);
    return group === NONE ? (this.dependents.entries[place]! & 3) === SOFT : this.groups.isSoft(group);
  }

  /** The consumer of a group; -1 for a group that no longer exists. */
  consumerOf(group: number): number {
    return this.groups.consumerOf(group);
  }

  /** Whether a lost group only degrades its consumer. */
  isSoft(group: number): boolean {
    return this.groups.isSoft(group);
  }

  /**
   * How many live members a group can lose and still have k left: n − k, where k is `minUp` (percent:
   * ceil(n·p/100) of the n live members), at least 1 and at most n. -1 for a group with no live member.
   */
  spareOf(group: number): number {
    return this.groups.spareOf(group);
  }

  /** How many members of a group must be up, as it is stated. */
  minUpOf(group: number): MinUp {
    return this.groups.minUpOf(group);
  }

  /** How many live members a group has. */
  liveCountOf(group: number): number {
    return this.groups.liveOf(group);
  }

  /**
   * What `ask` answers as if a group had one more live member, which nothing takes down; how many must be up follows
   * from that, too, where it is a percentage. Every number of the graph stays valid.
   */
  withOneMore<Answer>(group: number, ask: () => Answer): Answer {
    this.groups.addLive(group, 1);
    try {
      return ask();
    } finally {
      this.groups.addLive(group, -1);
    }
  }

  /** The groups of a consumer. */
  groupsOf(consumer: number): number[] {
    const found: number[] = [];
    let group = this.groupStarts[consumer]!;
    if (group === NONE) return found;
    for (; group < this.groups.count && this.groups.consumerOf(group) === consumer; group++)
      found.push(group);
    return found;
  }

  /** The distinct members of a group, live or not. */
  membersOf(group: number): Int32Array {
    const start = this.groups.startOf(group);
    return this.providers.subarray(start, start + this.groups.sizeOf(group));
  }

  /** The dependencies of a consumer: places among the dependents of their providers, and these, beside one another. */
  needsOf(consumer: number): { providers: Int32Array; places: Int32Array } {
    const start = this.needStarts[consumer]!;
    const end = start + this.needCounts[consumer]!;
    return { providers: this.providers.subarray(start, end), places: this.places.subarray(start, end) };
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
    this.reserveAssets(this.ids.size + added.size);
    for (const asset of changes.assets ?? []) this.setAsset(asset);
    for (const { consumerId, dependencies } of changes.consumers ?? []) {
      const consumer = this.known(consumerId);
      this.dropNeeds(consumer);
      this.addNeeds(consumer, dependencies);
    }
    const { scatteredCount } = this.dependents;
    if (scatteredCount > FEW && scatteredCount * 2 > this.needs) this.rewrite();
  }

  private known(id: string): number {
    const index = this.ids.indexOf(id);
    if (index === undefined) throw new RangeError(`A dependency names the unknown asset ${id}.`);
    return index;
  }

  private setAsset(asset: AssetRow): void {
    const before = this.ids.size;
    const index = this.ids.add(asset.id);
    if (index === before) {
      this.reserveAssets(this.ids.size);
      this.marks[index] = asset.live ? 0 : OUT;
      return;
    }
    if (asset.live === this.isLive(index)) return;
    this.marks[index] = asset.live ? 0 : OUT;
    const step = asset.live ? 1 : -1;
    for (let place = this.firstDependent(index); place !== NONE; place = this.nextDependent(place)) {
      const group = this.groupAt(place);
      if (group !== NONE) this.groups.addLive(group, step);
    }
  }

  private addNeeds(consumer: number, rows: readonly DependencyRow[]): void {
    const start = this.needs;
    /** Provider, then entry, of what is needed by itself: it comes behind the members of groups. */
    const single: number[] = [];
    for (const row of rows) {
      if (row.group === null) single.push(this.known(row.providerId), needEntry(consumer, isSoft(row)));
    }
    if (single.length < rows.length * 2) {
      for (const members of namedGroups(rows)) this.addGroup(consumer, members, single);
    }
    for (let at = 0; at < single.length; at += 2) this.addNeed(single[at]!, single[at + 1]!, NONE);
    this.needStarts[consumer] = start;
    this.needCounts[consumer] = this.needs - start;
  }

  /** Adds a group; one of which all are needed, or of one member, joins what is needed by itself. */
  private addGroup(consumer: number, members: readonly DependencyRow[], single: number[]): void {
    const terms = members[0]!;
    const soft = isSoft(terms);
    const providers = new Set(members.map((row) => this.known(row.providerId)));
    if (terms.minUp === null || providers.size < 2) {
      for (const provider of providers) single.push(provider, needEntry(consumer, soft));
      return;
    }
    const group = this.groups.add(consumer, soft, terms.minUp, this.needs, providers.size);
    if (this.groupStarts[consumer] === NONE) this.groupStarts[consumer] = group;
    for (const provider of providers) {
      this.addNeed(provider, memberEntry(consumer), group);
      if (this.isLive(provider)) this.groups.addLive(group, 1);
    }
  }

  private addNeed(provider: number, entry: number, group: number): void {
    const need = this.needs++;
    this.reserveNeeds(this.needs);
    this.providers[need] = provider;
    this.places[need] = this.isLoading
      ? this.dependents.keep(entry, group)
      : this.dependents.add(provider, entry, group);
  }

  private dropNeeds(consumer: number): void {
    for (const group of this.groupsOf(consumer)) this.groups.remove(group);
    const { places } = this.needsOf(consumer);
    for (const place of places) this.dependents.remove(place);
    this.deadNeeds += places.length;
    this.needCounts[consumer] = 0;
    this.groupStarts[consumer] = NONE;
  }

  /** Writes everything anew, consumer by consumer, without what is dead and without room to spare. */
  private rewrite(): void {
    const count = this.needs - this.deadNeeds;
    const { entries } = this.dependents;
    const { groups, providers, places } = this;
    const writtenGroups = new GroupTable();
    const written = {
      providers: new Int32Array(count),
      entries: new Int32Array(count),
      groups: new Int32Array(count).fill(NONE),
      places: new Int32Array(count),
    };
    let need = 0;
    for (let consumer = 0; consumer < this.size; consumer++) {
      const from = this.needStarts[consumer]!;
      const end = from + this.needCounts[consumer]!;
      const own = this.groupsOf(consumer);
      this.needStarts[consumer] = need;
      if (own.length > 0) this.groupStarts[consumer] = writtenGroups.count;
      written.providers.set(providers.subarray(from, end), need);
      // The members of its groups come first, in the order of the groups.
      let member = need;
      for (const group of own) {
        const size = groups.sizeOf(group);
        written.groups.fill(writtenGroups.copy(groups, group, member), member, member + size);
        member += size;
      }
      for (let old = from; old < end; old++) written.entries[need++] = entries[places[old]!]!;
    }
    this.groups = writtenGroups;
    this.providers = written.providers;
    this.places = written.places;
    this.needs = count;
    this.deadNeeds = 0;
    this.dependents.rewrite(written);
  }

  private reserveAssets(count: number): void {
    this.ids.reserve(count);
    if (count <= this.marks.length) return;
    const known = this.marks.length;
    this.marks = grown(this.marks, count);
    this.needStarts = grown(this.needStarts, count);
    this.needCounts = grown(this.needCounts, count);
    this.groupStarts = grown(this.groupStarts, count).fill(NONE, known);
    this.dependents.reserve(this.marks.length, 0);
  }

  private reserveNeeds(count: number): void {
    if (count <= this.providers.length) return;
    this.providers = grown(this.providers, count);
    this.places = grown(this.places, count);
  }
}

function isSoft({ strength }: DependencyRow): boolean {
  return strength === 'SOFT';
}

function namedGroups(rows: readonly DependencyRow[]): Iterable<DependencyRow[]> {
  const named = new Map<string, DependencyRow[]>();
  for (const row of rows) {
    if (row.group === null) continue;
    const members = named.get(row.group);
    if (members) members.push(row);
    else named.set(row.group, [row]);
  }
  return named.values();
}

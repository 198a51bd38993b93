import type { Database, Logger, Session } from '@plimsoll/shared';
import { AssetGraph, PlacementIndex } from '../impact/index.js';
import { graphVersionOf } from './graph-version.rules.js';
import { fixMoment, readChanges, readEverything, type GraphRows } from './graph.store.js';

/** The dependency graph and the placements of a process, as they are in the database at the moment of asking. */
export interface EstateGraph {
  graph: AssetGraph;
  placements: PlacementIndex;
  /** The position in the database at which they were read, as {@link graphVersionOf} says. */
  version: string;
}

/**
 * The process's graph, brought up to date with everything committed before the call: one statement on the caller's
 * session, whatever its scope; requests that ask at the same time share it. The first call of a process reads
 * everything, page by page in a transaction of its own, so that memory holds the graph and one page.
 *
 * The graph changes in place at the next call, by whomever: compute synchronously from what this returns, and ask
 * again after an `await`.
 *
 * Inside a transaction the answer comes from a session of its own, since what the caller has not committed must not
 * reach other requests: it shows the world without the caller's own changes.
 */
export function currentGraph(session: Session): Promise<EstateGraph> {
  let keeper = keepers.get(session.database);
  if (!keeper) {
    keeper = new GraphKeeper();
    keepers.set(session.database, keeper);
  }
  return session.inTransaction ? keeper.freshApart(session) : keeper.fresh(session);
}

const keepers = new WeakMap<object, GraphKeeper>();

class GraphKeeper {
  private kept: (EstateGraph & { seen: string }) | null = null;
  private running: Promise<EstateGraph> | null = null;
  private waiting: Promise<EstateGraph> | null = null;

  /** A refresh under way may have missed what was committed before this call: those who come then share the next. */
  async fresh(session: Session): Promise<EstateGraph> {
    const running = this.running;
    if (!running) return this.start(session);
    if (!this.waiting) {
      this.waiting = running
        .catch(() => undefined)
        .then(() => {
          this.waiting = null;
          return this.running ?? this.start(session);
        });
      return this.waiting;
    }
    const shared = this.waiting;
    // The request that leads may end early and take its session with it; that is no reason to fail the others.
    return shared.catch(() => this.fresh(session));
  }

  async freshApart(session: Session): Promise<EstateGraph> {
    const apart = session.another({ kind: 'SYSTEM' });
    try {
      return await this.fresh(apart);
    } finally {
      await apart.release();
    }
  }

  private start(session: Session): Promise<EstateGraph> {
    const refresh = this.refresh(session).finally(() => {
      if (this.running === refresh) this.running = null;
    });
    this.running = refresh;
    return refresh;
  }

  private async refresh(session: Session): Promise<EstateGraph> {
    const { kept } = this;
    if (!kept) {
      this.kept = await loaded(session);
      return this.kept;
    }
    const changes = await readChanges(session, kept.seen);
    // Half-applied changes would stay wrong for ever: after a failure everything is read again.
    this.kept = null;
    apply(kept, changes);
    kept.seen = changes.seen;
    kept.version = graphVersionOf(changes.seen);
    this.kept = kept;
    return kept;
  }
}

/**
 * A graph and placements of the caller's own, as they are in the database at this moment: they never change, so that
 * work on them may be interrupted, and cost a reading of everything and the memory of another graph.
 */
export function graphApart(session: Session): Promise<EstateGraph> {
  return loaded(session);
}

/** Reads everything as it was at one moment. */
async function loaded(session: Session): Promise<EstateGraph & { seen: string }> {
  const apart = session.another({ kind: 'SYSTEM' });
  try {
    return await apart.transaction(async (tx) => {
      const { seen, assetCount, dependencyCount } = await fixMoment(tx);
      const graph = AssetGraph.loading(assetCount, dependencyCount);
      const placements = new PlacementIndex();
      for await (const { assets, consumers, placed, customers } of readEverything(tx)) {
        graph.load(assets, consumers);
        place(placements, placed, customers);
      }
      graph.endLoading();
      return { seen, version: graphVersionOf(seen), graph, placements };
    });
  } finally {
    await apart.release();
  }
}

function apply(
  { graph, placements }: Pick<EstateGraph, 'graph' | 'placements'>,
  { assets, consumers, placed, customers }: GraphRows,
): void {
  if (assets.length > 0 || consumers.length > 0) graph.apply({ assets, consumers });
  place(placements, placed, customers);
}

function place(
  placements: PlacementIndex,
  placed: GraphRows['placed'],
  customers: GraphRows['customers'],
): void {
  for (const { assetId, placements: own } of placed) placements.setAssetPlacements(assetId, own);
  for (const { customerId, subscriptions } of customers) {
    placements.setCustomerSubscriptions(customerId, subscriptions);
  }
}

/** Reads the graph when the process starts, so that the first request does not wait for it. */
export class GraphAtStart {
  private reading: Promise<void> = Promise.resolve();

  constructor(private readonly options: { database: Database; logger: Logger }) {}

  /** Returns at once; who asks meanwhile waits for the same reading. */
  start(): void {
    this.reading = this.read();
  }

  /** Resolves when nothing is being read any more. */
  async stop(): Promise<void> {
    await this.reading;
  }

  private async read(): Promise<void> {
    const { database, logger } = this.options;
    const session = database.session({ kind: 'SYSTEM' });
    const startedAt = performance.now();
    try {
      const { graph } = await currentGraph(session);
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
      logger.debug(
        { assets: graph.size, dependencies: graph.dependencyCount, seconds },
        'the graph is in memory',
      );
    } catch (error) {
      // The first who asks reads it again.
      logger.warn({ err: error }, 'the graph could not be read at the start');
    } finally {
      await session.release();
    }
  }
}

import type pg from 'pg';
import {
  lockKey,
  Pump,
  roleOf,
  type BackgroundWork,
  type Consumer,
  type Database,
  type Logger,
} from '@plimsoll/shared';
import { CONSUMER, PRODUCERS } from '../freshness/index.js';
import { differenceOf, lossOf } from './comparison.store.js';
import { codeVersions, type ProjectedTable, type ProjectionTables } from './projected-tables.rules.js';
import {
  advanceRebuild,
  forgetConsumer,
  handOverParked,
  holdConsumer,
  keepVersions,
  readKnownVersions,
  readUnfinished,
  requestByCode,
  voidMemories,
  type Rebuild,
} from './rebuild.store.js';
import {
  analyzeShadow,
  createShadow,
  hasShadow,
  holdTables,
  SHADOW,
  shapeOf,
  swapTables,
} from './shadow.store.js';

/** The name under which the positions of the tables that are built anew are kept. */
export const BUILDER = `${CONSUMER}:${SHADOW}`;
const LOCK = 'rebuild:analytics';
const POLL_MS = 2_000;
/** Events that a batch of the rebuilding takes. */
const BATCH = 5_000;
/** So many events at most are taken in while the serving tables wait. */
const NEARLY_THERE = 1_000;
/** Failures one after another, without an event taken in between, after which a rebuilding is given up. */
const PATIENCE = 5;

/** What fills the tables of another schema from the same events, and has no effect beyond them. */
export type BuilderOf = (options: { name: string; schema: string; batch: number }) => Consumer;

export interface RebuildDependencies {
  database: Database;
  logger: Logger;
  clock: () => Date;
  projections: readonly ProjectionTables[];
  builderOf: BuilderOf;
  /** Brings up to date what is derived from the tables that serve; answers whether more is left. */
  settle: (database: Database) => Promise<boolean>;
}

/**
 * Builds everything that is kept from events anew beside what serves, and puts it in its place: when asked to, and when
 * the code is of another version than the tables. Of all replicas one does so. What it has built so far stays with the
 * position it stands at: whoever comes after a process that died goes on from there.
 */
export class ProjectionRebuild implements BackgroundWork {
  readonly #pump: Pump;
  readonly #builder: Consumer;
  readonly #tables: readonly ProjectedTable[];
  readonly #stop = new AbortController();
  #failures = 0;

  constructor(private readonly dependencies: RebuildDependencies) {
    const { builderOf, logger, projections } = dependencies;
    this.#pump = new Pump(() => this.#round(), logger, POLL_MS);
    this.#builder = builderOf({ name: BUILDER, schema: SHADOW, batch: BATCH });
    this.#tables = projections.flatMap(({ tables }) => tables);
  }

  /** Before any event is taken in: only then is an empty database known to be new. */
  async start(): Promise<void> {
    await this.checkVersions();
    this.#pump.start();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#pump.stop();
  }

  /** Begins at once with what was asked for. */
  wake(): void {
    this.#pump.wake();
  }

  /** Asks for a rebuilding where the tables were built by other versions than the code's. */
  async checkVersions(): Promise<void> {
    const { clock, projections } = this.dependencies;
    const versions = codeVersions(projections);
    await this.#asOwner((owner) =>
      inTransaction(owner, async () => {
        await owner.query('select pg_advisory_xact_lock($1)', [lockKey(`${LOCK}:versions`)]);
        const known = await readKnownVersions(owner, CONSUMER);
        if (known === 'NEW') await keepVersions(owner, versions, clock());
        else if (!areSame(known, versions)) await requestByCode(owner, versions, clock());
      }),
    );
  }

  /** Does what is asked for, if anything, unless another replica is at it. */
  async run(): Promise<void> {
    await this.#asOwner(async (owner) => {
      const rebuild = await readUnfinished(owner);
      if (rebuild === null) return;
      const { rows } = await owner.query<{ held: boolean }>('select pg_try_advisory_lock($1) as held', [
        lockKey(LOCK),
      ]);
      if (rows[0]?.held) await this.#rebuild(owner, rebuild);
    });
  }

  async #round(): Promise<void> {
    try {
      await this.run();
      this.#failures = 0;
    } catch (error) {
      this.#failures += 1;
      if (this.#failures < PATIENCE) throw error;
      this.#failures = 0;
      await this.#giveUp(error);
    }
  }

  async #rebuild(owner: pg.Client, rebuild: Rebuild): Promise<void> {
    const { clock, database, logger, projections } = this.dependencies;
    const names = this.#tables.map(({ table }) => table);
    const versions = codeVersions(projections);
    const shape = await shapeOf(owner, names);
    const goesOn =
      rebuild.status === 'RUNNING' &&
      rebuild.shape === shape &&
      areSame(rebuild.versions, versions) &&
      (await hasShadow(owner));
    if (!goesOn) {
      await inTransaction(owner, async () => {
        await createShadow(owner, names, roleOf(database.service));
        await forgetConsumer(owner, BUILDER);
        await advanceRebuild(owner, rebuild.number, { status: 'RUNNING', shape, versions, at: clock() });
      });
    }
    logger.info({ rebuild: rebuild.number, goesOn }, 'what is kept from events is built anew');
    const analyzedAt = new Map<string, number>();
    while (!this.#stop.signal.aborted) {
      const end = await this.#servingPositions(owner);
      const before = sumOf(await this.#builder.positions());
      await this.#builder.catchUp(
        end,
        async (producer, position) => {
          this.#failures = 0;
          // Tables that grow from nothing are planned for as if they were small until the planner is told.
          const known = analyzedAt.get(producer) ?? 0;
          if (position < 4 * known || position - known < 2 * BATCH) return;
          analyzedAt.set(producer, position);
          await analyzeShadow(owner, names);
        },
        this.#stop.signal,
      );
      if (this.#stop.signal.aborted) return;
      if (sumOf(end) - before > NEARLY_THERE) await analyzeShadow(owner, names);
      if (await this.#replace(owner, rebuild)) return;
    }
  }

  /** Puts the new tables in the place of the old ones, or refuses to; false where they are too far behind. */
  async #replace(owner: pg.Client, rebuild: Rebuild): Promise<boolean> {
    const { clock, database, logger, projections, settle } = this.dependencies;
    const versions = codeVersions(projections);
    while (await settle(database));
    const differences = await inTransaction(owner, async () => {
      const serving = await holdConsumer(owner, CONSUMER, PRODUCERS);
      if (sumOf(serving) - sumOf(await this.#builder.positions()) > NEARLY_THERE) return null;
      await this.#builder.catchUp(serving);
      while (await settle(database));
      const known = await readKnownVersions(owner, CONSUMER);
      const found = await this.#differences(owner, known === 'NEW' ? {} : known);
      if (found.length > 0) return found;
      const names = this.#tables.map(({ table }) => table);
      await holdTables(owner, names);
      await swapTables(owner, names);
      await handOverParked(owner, BUILDER, CONSUMER);
      await voidMemories(owner);
      await keepVersions(owner, versions, clock());
      await advanceRebuild(owner, rebuild.number, { status: 'COMPLETED', at: clock() });
      return [];
    });
    if (differences === null) return false;
    if (differences.length > 0) {
      await advanceRebuild(owner, rebuild.number, { status: 'REFUSED', differences, at: clock() });
      logger.error(
        { rebuild: rebuild.number, differences },
        'what was built anew differs and does not serve',
      );
    } else logger.info({ rebuild: rebuild.number }, 'what was built anew serves');
    return true;
  }

  /** The same rules must give the same rows; other rules may give others, but lose no record that was told. */
  async #differences(owner: pg.Client, served: Record<string, number>): Promise<string[]> {
    const found: string[] = [];
    for (const { name, version, tables } of this.dependencies.projections) {
      for (const table of tables) {
        const difference =
          served[name] === version ? await differenceOf(owner, table) : await lossOf(owner, table);
        if (difference !== null) found.push(difference);
      }
    }
    return found;
  }

  async #servingPositions(owner: pg.Client): Promise<Record<string, number>> {
    const { rows } = await owner.query<{ producer: string; position: number }>(
      'select producer, position from inbox_cursor where consumer = $1',
      [CONSUMER],
    );
    return Object.fromEntries(rows.map(({ producer, position }) => [producer, position]));
  }

  async #giveUp(error: unknown): Promise<void> {
    const { clock, logger } = this.dependencies;
    logger.error({ err: error }, 'a rebuilding is given up');
    await this.#asOwner(async (owner) => {
      const rebuild = await readUnfinished(owner);
      if (rebuild === null) return;
      const failure = error instanceof Error ? error.message : String(error);
      await advanceRebuild(owner, rebuild.number, { status: 'FAILED', failure, at: clock() });
    });
  }

  async #asOwner<T>(fn: (owner: pg.Client) => Promise<T>): Promise<T> {
    const owner = await this.dependencies.database.connect('rebuild');
    try {
      return await fn(owner);
    } finally {
      await owner.end();
    }
  }
}

async function inTransaction<T>(owner: pg.Client, fn: () => Promise<T>): Promise<T> {
  await owner.query('begin');
  try {
    const result = await fn();
    await owner.query('commit');
    return result;
  } catch (error) {
    await owner.query('rollback').catch(() => undefined);
    throw error;
  }
}

const sumOf = (positions: Readonly<Record<string, number>>) =>
  Object.values(positions).reduce((sum, position) => sum + position, 0);

function areSame(one: Readonly<Record<string, number>>, other: Readonly<Record<string, number>>): boolean {
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => one[name] === other[name]);
}

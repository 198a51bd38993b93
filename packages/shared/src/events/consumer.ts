import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseError, type Database, type Session } from '../database/index.js';
import type { Logger } from '../logging/index.js';
import type { Scope } from '../principal/index.js';
import { partedAt, runsOfOneHandler, runsOfOneType } from './batch.rules.js';
import type { BusEvent, EventBus } from './event.js';
import { InboxStore, type ParkedEvent } from './inbox.store.js';
import { Pump } from './pump.js';
import { StandingConnection } from './standing-connection.js';

const BATCH = 500;
/** How often a consumer that tells its freshness asks at most until when it has all. */
const COMPLETE_EVERY_MS = 500;
/** Pieces of what is derived that are settled side by side on a long way. */
const SETTLED_AT_ONCE = 2;
const SYSTEM = { kind: 'SYSTEM' } as const;

/** What a consumer does with the events of one producer; types without a handler are passed over. */
export interface Projection {
  producer: string;
  /**
   * By event type. Consecutive events of one type come in one call, in order. A handler must be idempotent: it
   * compares versions, since an event may come twice.
   */
  handlers: Record<string, (tx: Session, events: BusEvent[]) => Promise<void>>;
  /** Types whose events are taken in alone: all before them is in, and nothing behind them. */
  alone?: readonly string[];
}

export interface ConsumerOptions {
  database: Database;
  bus: EventBus;
  /** Names its position and its lock; unique in the database. */
  name: string;
  projections: readonly Projection[];
  logger: Logger;
  /**
   * Brings up to date what is derived from the tables that events fill: called once everything published is taken in,
   * not for each batch of a long way there. Does a piece that takes well below a second, answers whether more is left;
   * it is called again while another call is under way, here and in other replicas.
   */
  settle?: (database: Pick<Database, 'transaction'>) => Promise<boolean>;
  /** Notes with the positions until when all that happened is taken in; for who shows how fresh the answers are. */
  notesFreshness?: boolean;
  /**
   * The handlers give the same rows in whatever order they are called, as long as each takes the events of an
   * aggregate in order: a batch is then given to each handler in one call, however its events are mixed.
   */
  anyOrder?: boolean;
  /** Events read and taken in at once, default 500. */
  batch?: number;
  /** Where tables are looked for before `public`: a schema that is being built beside it. */
  schema?: string;
}

/**
 * Takes events of other services into a service's own tables: events and position in one transaction, in order
 * for each aggregate. An event that cannot be taken in is parked, the later ones of its aggregate behind it, and
 * the rest goes on. Of all replicas one consumes; were there two, the position's row lock keeps them apart.
 */
export class Consumer {
  readonly #pump: Pump;
  readonly #connection: StandingConnection;
  readonly #inbox: InboxStore;
  #unsubscribe: () => void = () => undefined;
  #notedAt = 0;

  constructor(private readonly options: ConsumerOptions) {
    const { database, name, logger } = options;
    this.#inbox = new InboxStore(name);
    this.#pump = new Pump(() => this.#round(), logger);
    this.#connection = new StandingConnection({
      connect: () => database.connect('consumer'),
      logger,
      lock: `consumer:${name}`,
      onWake: () => this.#pump.wake(),
    });
  }

  start(): void {
    const producers = new Set(this.options.projections.map((projection) => projection.producer));
    this.#unsubscribe = this.options.bus.onPublished((producer) => {
      if (producer === '' || producers.has(producer)) this.#pump.wake();
    });
    this.#connection.start();
    this.#pump.start();
  }

  async stop(): Promise<void> {
    this.#unsubscribe();
    await this.#pump.stop();
    await this.#connection.stop();
  }

  /** Resolves when everything published before the call is taken in or parked. */
  async drain(): Promise<void> {
    for (const projection of this.options.projections) {
      const head = await this.options.bus.head(projection.producer);
      let position = await this.#position(projection.producer);
      while (position < head) {
        const next = await this.#pump.exclusively(() => this.#advance(projection, position));
        if (next === position) await sleep(10);
        position = next;
      }
    }
    while (await this.#pump.exclusively(() => this.#settle()));
    this.#notedAt = 0;
    await this.#noteComplete();
  }

  /**
   * Takes in what is published up to these positions, by producer, and no further; for a consumer that is not started.
   * Where any order will do producers are taken in side by side, and the failure of one ends the others. `taken` is
   * called after each batch. What is derived is settled at the end.
   */
  async catchUp(
    until: Readonly<Record<string, number>>,
    taken: (producer: string, position: number) => Promise<void> | void = () => undefined,
    signal?: AbortSignal,
  ): Promise<void> {
    const isStopped = () => signal?.aborted ?? false;
    const { projections, anyOrder } = this.options;
    let hasFailed = false;
    const follow = async (followed: readonly Projection[]): Promise<void> => {
      try {
        for (const projection of followed) {
          await this.#catchUpWith(projection, until, taken, () => hasFailed || isStopped());
        }
      } catch (error) {
        hasFailed = true;
        throw error;
      }
    };
    const lanes = anyOrder ? projections.map((projection) => [projection]) : [projections];
    await allOver(lanes.map(follow));
    const settle = async () => {
      while (!isStopped() && (await this.#settle()));
    };
    await allOver(Array.from({ length: SETTLED_AT_ONCE }, settle));
  }

  async #catchUpWith(
    projection: Projection,
    until: Readonly<Record<string, number>>,
    taken: (producer: string, position: number) => Promise<void> | void,
    isStopped: () => boolean,
  ): Promise<void> {
    const { producer } = projection;
    const end = until[producer] ?? 0;
    let position = await this.#position(producer);
    let ahead: Promise<BusEvent[]> | undefined;
    while (position < end && !isStopped()) {
      const events = this.#following(position, await (ahead ?? this.#read(producer, position, end)));
      const last = events.at(-1)?.position;
      // What comes next is read while this is taken in; a failure of that shows where it is awaited.
      ahead = last === undefined || last >= end ? undefined : this.#read(producer, last, end);
      ahead?.catch(() => undefined);
      const next = await this.#takeAll(projection, position, events);
      if (next === position) await sleep(10);
      if (next !== last) ahead = undefined;
      position = next;
      await taken(producer, position);
    }
  }

  /** The last position taken in of each producer. */
  async positions(): Promise<Record<string, number>> {
    const session = this.options.database.session(SYSTEM);
    try {
      const known = await this.#inbox.positions(session);
      return Object.fromEntries(
        this.options.projections.map(({ producer }) => [producer, known.get(producer) ?? 0]),
      );
    } finally {
      await session.release();
    }
  }

  /** Events published and not yet taken in, by producer. */
  async lag(): Promise<Record<string, number>> {
    const lags: Record<string, number> = {};
    for (const [producer, position] of Object.entries(await this.positions())) {
      lags[producer] = (await this.options.bus.head(producer)) - position;
    }
    return lags;
  }

  /** How many events are put aside. */
  async parkedCount(): Promise<number> {
    const session = this.options.database.session(SYSTEM);
    try {
      return await this.#inbox.parkedCount(session);
    } finally {
      await session.release();
    }
  }

  /** The events put aside, oldest first within a producer. */
  async parked(): Promise<ParkedEvent[]> {
    const session = this.options.database.session(SYSTEM);
    try {
      return await this.#inbox.parked(session);
    } finally {
      await session.release();
    }
  }

  /** Tries the parked events once more, each aggregate up to its first failure. Answers how many went in and stayed. */
  async retryParked(): Promise<{ applied: number; left: number }> {
    let applied = 0;
    const stuck = new Set<string>();
    const waiting = await this.parked();
    for (const { event } of waiting) {
      const aggregate = JSON.stringify([event.producer, event.subject]);
      if (stuck.has(aggregate)) continue;
      const projection = this.options.projections.find(({ producer }) => producer === event.producer);
      try {
        applied += await this.#transaction(async (tx) => {
          // The lock keeps a later event of the aggregate from being parked behind what is just going.
          await this.#inbox.lockedPosition(tx, event.producer);
          if (!(await this.#inbox.unpark(tx, event))) return 0;
          await projection?.handlers[event.type]?.(tx, [event]);
          return 1;
        });
      } catch (error) {
        if (isPassing(error)) throw error;
        stuck.add(aggregate);
        await this.options.database.transaction(SYSTEM, (tx) =>
          this.#inbox.recordFailure(tx, event, messageOf(error)),
        );
      }
    }
    return { applied, left: (await this.parked()).length };
  }

  /** Starts over from position 0: `clear` empties the projected tables in the same transaction. */
  async rebuild(clear: (tx: Session) => Promise<void>): Promise<void> {
    await this.#pump.exclusively(() =>
      this.options.database.transaction(SYSTEM, async (tx) => {
        for (const { producer } of this.options.projections) await this.#inbox.lockedPosition(tx, producer);
        await this.#inbox.startOver(tx);
        await clear(tx);
      }),
    );
    this.#pump.wake();
  }

  async #round(): Promise<void> {
    for (const projection of this.options.projections) {
      if (!this.#connection.leader) return;
      let position = await this.#position(projection.producer);
      // A batch that is not full was the last: whatever is published meanwhile wakes the consumer again.
      for (let taken = this.#batch; taken >= this.#batch && this.#connection.leader;) {
        const before = position;
        position = await this.#advance(projection, before);
        taken = position - before;
      }
    }
    if (!this.#connection.leader) return;
    if (await this.#settle()) this.#pump.wake();
    else await this.#noteComplete();
  }

  async #settle(): Promise<boolean> {
    const transaction: Database['transaction'] = (scope, fn) => this.#transaction(fn, scope);
    return (await this.options.settle?.({ transaction })) ?? false;
  }

  get #batch(): number {
    return this.options.batch ?? BATCH;
  }

  /** Where the bus says until when a producer has told all, and all of that is taken in, that instant is noted. */
  async #noteComplete(): Promise<void> {
    if (!this.options.notesFreshness || Date.now() - this.#notedAt < COMPLETE_EVERY_MS) return;
    this.#notedAt = Date.now();
    const standings: { producer: string; head: number; completeUntil: Date }[] = [];
    for (const { producer } of this.options.projections) {
      const { head, completeUntil } = await this.options.bus.standing(producer);
      if (completeUntil !== null) standings.push({ producer, head, completeUntil });
    }
    const session = this.options.database.session(SYSTEM);
    try {
      await this.#inbox.noteComplete(session, standings);
    } finally {
      await session.release();
    }
  }

  /** Takes in one batch after `position` and answers the new position; the same when there was nothing to take. */
  async #advance(projection: Projection, position: number): Promise<number> {
    const events = await this.options.bus.read(projection.producer, position, this.#batch);
    return this.#takeAll(projection, position, this.#following(position, events));
  }

  #read(producer: string, after: number, until: number): Promise<BusEvent[]> {
    return this.options.bus.read(producer, after, Math.min(this.#batch, until - after));
  }

  /** Takes in events that follow `position` and answers the new position. */
  async #takeAll(projection: Projection, position: number, events: readonly BusEvent[]): Promise<number> {
    if (events.length === 0) return position;
    try {
      for (const part of partedAt(events, projection.alone ?? [])) await this.#takeHalving(projection, part);
      return events.at(-1)?.position ?? position;
    } catch (error) {
      if (error instanceof PositionMoved) return error.position;
      throw error;
    }
  }

  /** Events that cannot be taken in together are taken in halves, until the one that is at fault stands alone. */
  async #takeHalving(projection: Projection, events: readonly BusEvent[]): Promise<void> {
    const [first] = events;
    if (!first) return;
    try {
      return await this.#take(projection, events, first.position - 1);
    } catch (error) {
      if (error instanceof PositionMoved || isPassing(error)) throw error;
      if (events.length === 1) return this.#setAside(first, error);
    }
    const middle = Math.ceil(events.length / 2);
    await this.#takeHalving(projection, events.slice(0, middle));
    await this.#takeHalving(projection, events.slice(middle));
  }

  async #setAside(event: BusEvent, error: unknown): Promise<void> {
    this.options.logger.error(
      { err: error, consumer: this.options.name, event: event.id, type: event.type, subject: event.subject },
      'an event could not be taken in and is parked with its aggregate',
    );
    await this.#transaction(async (tx) => {
      await this.#holdAt(tx, event.producer, event.position - 1);
      await this.#inbox.park(tx, [event], messageOf(error));
      await this.#inbox.moveTo(tx, event.producer, event.position);
    });
  }

  /** A transaction in which handlers find the tables that this consumer writes. */
  #transaction<T>(fn: (tx: Session) => Promise<T>, scope: Scope = SYSTEM): Promise<T> {
    const { database, schema } = this.options;
    return database.transaction(scope, async (tx) => {
      if (schema) await tx.query(`select set_config('search_path', $1, true)`, [`"${schema}", public`]);
      return fn(tx);
    });
  }

  async #take(projection: Projection, events: readonly BusEvent[], position: number): Promise<void> {
    const { producer, handlers } = projection;
    const handled = events.filter((event) => handlers[event.type]);
    if (handled.length === 0) return this.#passOver(producer, position, events.at(-1)?.position ?? position);
    await this.#transaction(async (tx) => {
      const hasParked = await this.#holdAt(tx, producer, position);
      const free = hasParked ? await this.#parkBehind(tx, producer, handled) : handled;
      for (const run of this.options.anyOrder ? runsOfOneHandler(free, handlers) : runsOfOneType(free)) {
        await handlers[run[0].type]?.(tx, run);
      }
      await this.#inbox.moveTo(tx, producer, events.at(-1)?.position ?? position);
    });
  }

  /** Parks the events of aggregates that have parked ones; answers the others. */
  async #parkBehind(tx: Session, producer: string, events: readonly BusEvent[]): Promise<BusEvent[]> {
    const subjects = [...new Set(events.map((event) => event.subject))];
    const blocked = await this.#inbox.parkedSubjects(tx, producer, subjects);
    await this.#inbox.park(
      tx,
      events.filter((event) => blocked.has(event.subject)),
      null,
    );
    return events.filter((event) => !blocked.has(event.subject));
  }

  /** Events that mean nothing to this consumer cost it one statement. */
  async #passOver(producer: string, from: number, to: number): Promise<void> {
    const session = this.options.database.session(SYSTEM);
    try {
      if (await this.#inbox.passOver(session, producer, from, to)) return;
    } finally {
      await session.release();
    }
    throw new PositionMoved(await this.#position(producer));
  }

  /** Answers whether anything of the producer is parked. */
  async #holdAt(tx: Session, producer: string, position: number): Promise<boolean> {
    const found = await this.#inbox.lockedPosition(tx, producer).catch((error: unknown) => {
      throw new PositionHeld(error);
    });
    if (found.position !== position) throw new PositionMoved(found.position);
    return found.hasParked;
  }

  /** The events that follow the position without a gap, each once, whatever else the bus returned. */
  #following(position: number, events: readonly BusEvent[]): BusEvent[] {
    const sorted = events.filter((event) => event.position > position);
    sorted.sort((a, b) => a.position - b.position);
    const following: BusEvent[] = [];
    for (const event of sorted) {
      const expected = position + following.length + 1;
      if (event.position > expected) {
        this.options.logger.warn(
          { producer: event.producer, expected, found: event.position },
          'events are missing',
        );
        break;
      }
      if (event.position === expected) following.push(event);
    }
    return following;
  }

  async #position(producer: string): Promise<number> {
    const session = this.options.database.session(SYSTEM);
    try {
      return (await this.#inbox.positions(session)).get(producer) ?? 0;
    } finally {
      await session.release();
    }
  }
}

/** Resolves when all of this has ended, none of it going on behind the caller's back; throws the first failure. */
async function allOver(work: readonly Promise<void>[]): Promise<void> {
  for (const end of await Promise.allSettled(work)) if (end.status === 'rejected') throw end.reason;
}

/** Another replica has taken events in meanwhile; nothing is wrong. */
class PositionMoved extends Error {
  constructor(readonly position: number) {
    super(`the position is ${position} now`);
  }
}

/** Somebody else holds the position, or the database is away: that is nobody's event's fault. */
class PositionHeld extends Error {
  constructor(cause: unknown) {
    super('the position of the consumer cannot be had at this moment', { cause });
  }
}

/** A failure that says nothing about the event: the database was away, busy or contended. */
function isPassing(error: unknown): boolean {
  return (
    error instanceof PositionHeld || (error instanceof DatabaseError && error.code !== 'DATABASE_TIMEOUT')
  );
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

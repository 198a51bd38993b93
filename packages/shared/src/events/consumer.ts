import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseError, type Database, type Session } from '../database/index.js';
import type { Logger } from '../logging/index.js';
import type { BusEvent, EventBus } from './event.js';
import { InboxStore, type ParkedEvent } from './inbox.store.js';
import { Pump } from './pump.js';
import { StandingConnection } from './standing-connection.js';

const BATCH = 500;
const SYSTEM = { kind: 'SYSTEM' } as const;

/** What a consumer does with the events of one producer; types without a handler are passed over. */
export interface Projection {
  producer: string;
  /**
   * By event type. Consecutive events of one type come in one call, in order. A handler must be idempotent: it
   * compares versions, since an event may come twice.
   */
  handlers: Record<string, (tx: Session, events: BusEvent[]) => Promise<void>>;
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
   * not for each batch of a long way there. Does a piece that takes well below a second, answers whether more is left.
   */
  settle?: (database: Database) => Promise<boolean>;
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
  }

  /** Events published and not yet taken in, by producer. */
  async lag(): Promise<Record<string, number>> {
    const lags: Record<string, number> = {};
    for (const { producer } of this.options.projections) {
      lags[producer] = (await this.options.bus.head(producer)) - (await this.#position(producer));
    }
    return lags;
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
        applied += await this.options.database.transaction(SYSTEM, async (tx) => {
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
      for (let taken = BATCH; taken >= BATCH && this.#connection.leader;) {
        const before = position;
        position = await this.#advance(projection, before);
        taken = position - before;
      }
    }
    if (this.#connection.leader && (await this.#settle())) this.#pump.wake();
  }

  async #settle(): Promise<boolean> {
    return (await this.options.settle?.(this.options.database)) ?? false;
  }

  /** Takes in one batch after `position` and answers the new position; the same when there was nothing to take. */
  async #advance(projection: Projection, position: number): Promise<number> {
    const events = this.#following(
      position,
      await this.options.bus.read(projection.producer, position, BATCH),
    );
    const last = events.at(-1);
    if (!last) return position;
    try {
      await this.#take(projection, events, position);
      return last.position;
    } catch (error) {
      if (error instanceof PositionMoved) return error.position;
      if (isPassing(error)) throw error;
    }
    return this.#takeOneByOne(projection, events);
  }

  async #takeOneByOne(projection: Projection, events: BusEvent[]): Promise<number> {
    for (const event of events) {
      try {
        await this.#take(projection, [event], event.position - 1);
      } catch (error) {
        if (error instanceof PositionMoved) return error.position;
        if (isPassing(error)) throw error;
        this.options.logger.error(
          {
            err: error,
            consumer: this.options.name,
            event: event.id,
            type: event.type,
            subject: event.subject,
          },
          'an event could not be taken in and is parked with its aggregate',
        );
        await this.options.database.transaction(SYSTEM, async (tx) => {
          await this.#holdAt(tx, projection.producer, event.position - 1);
          await this.#inbox.park(tx, [event], messageOf(error));
          await this.#inbox.moveTo(tx, projection.producer, event.position);
        });
      }
    }
    return events.at(-1)?.position ?? 0;
  }

  async #take(projection: Projection, events: BusEvent[], position: number): Promise<void> {
    const { producer, handlers } = projection;
    const handled = events.filter((event) => handlers[event.type]);
    if (handled.length === 0) return this.#passOver(producer, position, events.at(-1)?.position ?? position);
    await this.options.database.transaction(SYSTEM, async (tx) => {
      await this.#holdAt(tx, producer, position);
      const blocked = await this.#inbox.parkedSubjects(tx, producer, [
        ...new Set(handled.map((event) => event.subject)),
      ]);
      await this.#inbox.park(
        tx,
        handled.filter((event) => blocked.has(event.subject)),
        null,
      );
      for (const run of runsOfOneType(handled.filter((event) => !blocked.has(event.subject)))) {
        await handlers[run[0].type]?.(tx, run);
      }
      await this.#inbox.moveTo(tx, producer, events.at(-1)?.position ?? position);
    });
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

  async #holdAt(tx: Session, producer: string, position: number): Promise<void> {
    const found = await this.#inbox.lockedPosition(tx, producer);
    if (found !== position) throw new PositionMoved(found);
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

/** Another replica has taken events in meanwhile; nothing is wrong. */
class PositionMoved extends Error {
  constructor(readonly position: number) {
    super(`the position is ${position} now`);
  }
}

/** A failure that says nothing about the event: the database was away, busy or contended. */
function isPassing(error: unknown): boolean {
  return error instanceof DatabaseError && error.code !== 'DATABASE_TIMEOUT';
}

function runsOfOneType(events: readonly BusEvent[]): [BusEvent, ...BusEvent[]][] {
  const runs: [BusEvent, ...BusEvent[]][] = [];
  for (const event of events) {
    const last = runs.at(-1);
    if (last && last[0].type === event.type) last.push(event);
    else runs.push([event]);
  }
  return runs;
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

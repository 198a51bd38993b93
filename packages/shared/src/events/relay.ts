import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { lockKey, type Database } from '../database/index.js';
import type { Logger } from '../logging/index.js';
import type { EventBus, OutboxEvent } from './event.js';
import { Pump } from './pump.js';
import { StandingConnection } from './standing-connection.js';

const BATCH = 500;
/** How often the bus is told at most until when it has all. */
const COMPLETE_EVERY_MS = 500;
/** A transaction's beginning is noted by the server a moment after the instant that stands in its events. */
const MARGIN_MS = 20;
const SYSTEM = { kind: 'SYSTEM' } as const;

export interface RelayOptions {
  database: Database;
  bus: EventBus;
  /** The service whose outbox it is. */
  producer: string;
  logger: Logger;
}

/**
 * Moves events from a service's outbox to the bus. Of all replicas one relays at a time.
 *
 * It takes only events of transactions older than every open one (`xid < xmin` of the snapshot): nothing can
 * still appear before them. Among those the order is that of insertion, `seq`: a transaction that changes an
 * aggregate after another has waited for the other's row lock, so its event was inserted later, whichever of the
 * two got its transaction id first. Both become eligible together or the earlier one first.
 */
export class Relay {
  readonly #pump: Pump;
  readonly #connection: StandingConnection;
  readonly #lock: string;
  #started = false;
  #toldAt = 0;

  constructor(private readonly options: RelayOptions) {
    const { database, producer, logger } = options;
    this.#lock = `relay:${producer}`;
    this.#pump = new Pump(() => this.#round(), logger);
    this.#connection = new StandingConnection({
      connect: () => database.connect('relay'),
      logger,
      channel: 'plimsoll_outbox',
      lock: this.#lock,
      onWake: () => this.#pump.wake(),
    });
  }

  start(): void {
    this.#started = true;
    this.#connection.start();
    this.#pump.start();
  }

  async stop(): Promise<void> {
    await this.#pump.stop();
    await this.#connection.stop();
    this.#started = false;
  }

  /** Resolves when every event committed before the call is on the bus, whichever replica brought it there. */
  async drain(): Promise<void> {
    const target = await this.#scalar('select coalesce(max(seq), 0) as value from outbox', []);
    while ((await this.#scalar('select count(*) as value from outbox where seq <= $1', [target])) > 0) {
      const moved = await this.#pump.exclusively(() => this.#moveAsLeader());
      // What is left belongs to another replica, or waits for the end of an open transaction.
      if (moved === 0) await sleep(20);
    }
    this.#toldAt = 0;
    await this.#tellComplete();
  }

  /** Events committed and not yet on the bus. */
  async lag(): Promise<number> {
    return this.#scalar('select count(*) as value from outbox', []);
  }

  async #round(): Promise<void> {
    const client = this.#connection.leader;
    if (!client) return;
    await this.#move(client);
    await this.#tellComplete(client);
  }

  async #moveAsLeader(): Promise<number> {
    const leader = this.#connection.leader;
    if (leader) return this.#move(leader);
    if (this.#started) return 0;
    const client = await this.options.database.connect('relay');
    try {
      const { rows } = await client.query<{ held: boolean }>('select pg_try_advisory_lock($1) as held', [
        lockKey(this.#lock),
      ]);
      return rows[0]?.held ? await this.#move(client) : 0;
    } finally {
      await client.end();
    }
  }

  /** Moves all that may be moved. A crash between the two steps publishes again, which the bus recognises by id. */
  async #move(client: pg.Client): Promise<number> {
    let moved = 0;
    for (;;) {
      const { rows } = await client.query<OutboxEvent & { seq: number }>(
        `select seq, id, type, subject, version, data,
                to_char(time at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as time
           from outbox where xid < pg_snapshot_xmin(pg_current_snapshot())
          order by seq limit ${BATCH}`,
      );
      if (rows.length === 0) return moved;
      await this.options.bus.publish(
        this.options.producer,
        rows.map(({ id, type, subject, version, time, data }) => ({
          id,
          type,
          subject,
          version,
          time,
          data,
        })),
      );
      await client.query('delete from outbox where seq = any($1::bigint[])', [rows.map((row) => row.seq)]);
      moved += rows.length;
      // Whatever was committed meanwhile wakes the relay again.
      if (rows.length < BATCH) return moved;
    }
  }

  /**
   * Tells the bus until when it has all: nothing that began before an instant is open, and what such transactions left
   * in the outbox is gone. An event's time is the beginning of its transaction. Right whoever relays.
   */
  async #tellComplete(connected?: pg.Client): Promise<void> {
    if (Date.now() - this.#toldAt < COMPLETE_EVERY_MS) return;
    this.#toldAt = Date.now();
    const client = connected ?? (await this.options.database.connect('relay'));
    try {
      // The one statement after the other: what was open before the outbox was read is what counts.
      const open = await client.query<{ since: Date }>(
        `select least(min(xact_start), clock_timestamp()) as since from pg_stat_activity
          where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'`,
      );
      const left = await client.query<{ since: Date | null }>('select min(time) as since from outbox');
      const [since, waiting] = [open.rows[0]?.since, left.rows[0]?.since];
      if (since === undefined) return;
      const until = new Date(since.getTime() - MARGIN_MS);
      await this.options.bus.complete(this.options.producer, waiting && waiting < until ? waiting : until);
    } finally {
      if (!connected) await client.end();
    }
  }

  async #scalar(sql: string, params: unknown[]): Promise<number> {
    const session = this.options.database.session(SYSTEM);
    try {
      const [row] = await session.query<{ value: number }>(sql, params);
      return row?.value ?? 0;
    } finally {
      await session.release();
    }
  }
}

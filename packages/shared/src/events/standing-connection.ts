import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { lockKey } from '../database/index.js';
import type { Logger } from '../logging/index.js';

export interface StandingConnectionOptions {
  /** Opens the connection; called again whenever it is lost. */
  connect(): Promise<pg.Client>;
  logger: Logger;
  /** A channel to listen on. */
  channel?: string;
  /** An advisory lock to hold: of all processes that ask for it one is the leader. */
  lock?: string;
  /** Called on a notification, on becoming leader and after every reconnection, when something may have been missed. */
  onWake: (payload: string) => void;
}

const RETRY_MS = 500;

/** A connection that lives as long as its process: it listens, may lead, and comes back when it is lost. */
export class StandingConnection {
  #client: pg.Client | undefined;
  #leads = false;
  #running: Promise<void> | undefined;
  readonly #stop = new AbortController();

  constructor(private readonly options: StandingConnectionOptions) {}

  start(): void {
    this.#running ??= this.#run();
  }

  /** The connection while it holds the lock. */
  get leader(): pg.Client | undefined {
    return this.#leads ? this.#client : undefined;
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      try {
        await this.#live();
      } catch (error) {
        this.options.logger.warn({ err: error }, 'a standing connection was lost; connecting again');
      }
      await this.#pause();
    }
  }

  async #live(): Promise<void> {
    const { channel, lock, onWake } = this.options;
    const client = await this.options.connect();
    const lost = new Promise<void>((resolve) => {
      client.once('end', () => resolve());
      client.once('error', () => resolve());
      this.#stop.signal.addEventListener('abort', () => resolve(), { once: true });
      // Stopped while it was connecting: the event is over and does not come again.
      if (this.#stop.signal.aborted) resolve();
    });
    this.#client = client;
    try {
      client.on('notification', (message) => onWake(message.payload ?? ''));
      if (channel) await client.query(`listen ${client.escapeIdentifier(channel)}`);
      if (lock !== undefined) await this.#lead(client, lock, lost);
      onWake('');
      await lost;
    } finally {
      this.#leads = false;
      this.#client = undefined;
      await client.end().catch(() => undefined);
    }
  }

  /** Asks for the lock until it has it, or the connection or this process is done. */
  async #lead(client: pg.Client, lock: string, lost: Promise<void>): Promise<void> {
    const over = lost.then(() => 'over' as const);
    for (;;) {
      const { rows } = await client.query<{ held: boolean }>('select pg_try_advisory_lock($1) as held', [
        lockKey(lock),
      ]);
      this.#leads = rows[0]?.held ?? false;
      if (this.#leads) return;
      if ((await Promise.race([this.#pause(), over])) === 'over' || this.#stop.signal.aborted) return;
    }
  }

  #pause(): Promise<void> {
    return sleep(RETRY_MS, undefined, { signal: this.#stop.signal }).catch(() => undefined);
  }
}

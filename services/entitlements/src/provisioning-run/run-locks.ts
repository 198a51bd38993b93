import { lockKey, type Database, type Logger } from '@plimsoll/shared';

type Client = Awaited<ReturnType<Database['connect']>>;

/**
 * Who runs what, among all processes: advisory locks of one session of its own, which PostgreSQL lets go when the
 * process or its connection dies.
 */
export class RunLocks {
  #client: Promise<Client> | undefined;
  #lost = new AbortController();
  readonly #held = new Set<string>();
  /** The session takes one statement at a time. */
  #tail: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly logger: Logger,
  ) {}

  /**
   * Runs `fn` while this process alone holds the lock of this name; answers false without running it where somebody
   * holds it. `held()` turns false once the lock may have been lost: nothing further is to be begun then.
   */
  async whileHeld(name: string, fn: (held: () => boolean) => Promise<void>): Promise<boolean> {
    // The session may take its own lock again: within the process, the set keeps others off.
    if (this.#held.has(name)) return false;
    this.#held.add(name);
    try {
      const client = await this.#connected();
      const lost = this.#lost.signal;
      if (!(await this.#ask(client, 'pg_try_advisory_lock', name))) return false;
      try {
        await fn(() => !lost.aborted);
      } finally {
        if (!lost.aborted) await this.#ask(client, 'pg_advisory_unlock', name);
      }
      return true;
    } finally {
      this.#held.delete(name);
    }
  }

  /** Lets go of everything. */
  async close(): Promise<void> {
    const client = await this.#client?.catch(() => undefined);
    this.#client = undefined;
    await client?.end();
  }

  async #ask(
    client: Client,
    what: 'pg_try_advisory_lock' | 'pg_advisory_unlock',
    name: string,
  ): Promise<boolean> {
    const asked = this.#tail.then(() =>
      client.query<{ done: boolean }>(`select ${what}($1) as done`, [lockKey(name)]),
    );
    this.#tail = asked.catch(() => undefined);
    return (await asked).rows[0]?.done ?? false;
  }

  #connected(): Promise<Client> {
    this.#client ??= this.#connect().catch((error: unknown) => {
      this.#client = undefined;
      throw error;
    });
    return this.#client;
  }

  async #connect(): Promise<Client> {
    const client = await this.database.connect('provisioning');
    const lost = new AbortController();
    this.#lost = lost;
    client.once('end', () => {
      if (lost.signal.aborted) return;
      lost.abort();
      this.#client = undefined;
      this.logger.debug('the session that holds provisioning locks has ended');
    });
    return client;
  }
}

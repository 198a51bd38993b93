import { setTimeout as sleep } from 'node:timers/promises';
import { roleOf, type Database } from '../database/index.js';
import type { Logger } from '../logging/index.js';

/** How long new entries may stay unsealed while the service runs. */
const INTERVAL_MILLISECONDS = 60_000;

/**
 * Seals the entries of all transactions that have ended; answers how many. Writers neither wait for it nor are
 * held up by it: an entry whose transaction is still open, or begun after one that is, is left to a later seal.
 * Of several callers at once each waits its turn.
 */
export async function sealAuditLog(database: Database): Promise<number> {
  // A connection of its own: the first seal of a long log takes longer than a statement of a request may.
  const client = await database.connect('audit');
  try {
    await client.query(`set role ${roleOf(database.service)}`);
    const { rows } = await client.query<{ sealed: number }>('select seal_audit_log() as sealed');
    return rows[0]?.sealed ?? 0;
  } finally {
    await client.end();
  }
}

/** Seals a service's audit log once a minute for as long as the service runs, and tells each seal in the log. */
export class AuditSealer {
  #stop: AbortController | undefined;
  #running: Promise<void> | undefined;

  constructor(
    private readonly options: { database: Database; logger: Logger; intervalMilliseconds?: number },
  ) {}

  start(): void {
    if (this.#running) return;
    this.#stop = new AbortController();
    this.#running = this.#run(this.#stop.signal);
  }

  async stop(): Promise<void> {
    this.#stop?.abort();
    await this.#running;
    this.#running = undefined;
  }

  async #run(signal: AbortSignal): Promise<void> {
    const { database, logger, intervalMilliseconds = INTERVAL_MILLISECONDS } = this.options;
    for (;;) {
      // The pause ends at once when the service stops.
      await sleep(intervalMilliseconds, undefined, { signal, ref: false }).catch(() => undefined);
      if (signal.aborted) return;
      try {
        const entries = await sealAuditLog(database);
        // Kept outside the database, the hash is what shows that the whole chain was written anew.
        if (entries > 0) logger.info({ entries, ...(await latestSeal(database)) }, 'audit log sealed');
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        logger.error({ reason, service: database.service }, 'the audit log could not be sealed');
      }
    }
  }
}

async function latestSeal(database: Database): Promise<{ seal?: number; hash?: string }> {
  const session = database.session({ kind: 'SYSTEM' });
  try {
    const [row] = await session.query<{ seal: number; hash: string }>(
      `select number as seal, encode(hash, 'hex') as hash from audit_seal order by number desc limit 1`,
    );
    return row ?? {};
  } finally {
    await session.release();
  }
}

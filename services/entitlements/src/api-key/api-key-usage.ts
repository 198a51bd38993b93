import { setTimeout as sleep } from 'node:timers/promises';
import type { BackgroundWork, Database, Logger } from '@plimsoll/shared';
import { storeUses } from './api-key.store.js';

const SYSTEM = { kind: 'SYSTEM' } as const;
const INTERVAL_MILLISECONDS = 60_000;

/** When which secret was last used since the last time this was stored, by database. */
const uses = new WeakMap<object, Map<string, Date>>();

/** Notes in memory that a secret was used; stored within a minute, away from the request. */
export function noteUse(database: object, hint: string, at: Date): void {
  let noted = uses.get(database);
  if (!noted) uses.set(database, (noted = new Map()));
  noted.set(hint, at);
}

/** Stores the uses noted so far. */
export async function flushUses(database: Database): Promise<void> {
  const session = database.session(SYSTEM);
  try {
    const noted = uses.get(session.database);
    if (!noted || noted.size === 0) return;
    uses.delete(session.database);
    await session.transaction((tx) => storeUses(tx, noted));
  } finally {
    await session.release();
  }
}

/** Stores once a minute, and when the service stops, which keys were used. */
export function apiKeyUsageWork(options: { database: Database; logger: Logger }): BackgroundWork {
  const { database, logger } = options;
  let stop: AbortController | undefined;
  let running: Promise<void> | undefined;
  const flush = () =>
    flushUses(database).catch((error: unknown) =>
      logger.warn(
        { reason: error instanceof Error ? error.message : String(error) },
        'the use of API keys could not be noted',
      ),
    );
  const run = async (signal: AbortSignal) => {
    while (!signal.aborted) {
      await sleep(INTERVAL_MILLISECONDS, undefined, { signal, ref: false }).catch(() => undefined);
      await flush();
    }
  };
  return {
    start() {
      stop = new AbortController();
      running = run(stop.signal);
    },
    async stop() {
      stop?.abort();
      await running;
    },
  };
}

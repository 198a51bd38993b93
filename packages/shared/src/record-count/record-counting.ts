import { z } from 'zod';
import { DatabaseError, type Database, type Session } from '../database/index.js';
import { Consumer, emit, type BusEvent, type EventBus } from '../events/index.js';
import type { Logger } from '../logging/index.js';
import { countRecords, type RecordCount } from './record-count.store.js';

/** Asks every service to count its records; its version is the number of the request. */
export const COUNT_REQUESTED = 'plimsoll.record_count.requested.v1';
/** Tells what a service has on record, as of its place among the events of that service. */
export const COUNTED = 'plimsoll.record_count.taken.v1';

const counted = z.object({
  request: z.number().int(),
  counts: z.array(
    z.object({
      noun: z.string(),
      day: z.string().nullable(),
      count: z.number().int(),
      checksum: z.string(),
    }),
  ),
});

/** What an event of type COUNTED says. */
export function recordCountsOf(event: BusEvent): { request: number; counts: RecordCount[] } {
  return counted.parse(event.data);
}

/**
 * Counts a service's records when it is asked to, and tells of it. Nothing is emitted meanwhile, so that all that was
 * changed before is told before, and all that is changed later after.
 *
 * @param options.asker the service whose events ask
 * @param options.nouns whose tables have the noun's name, `id` and `version`, each version told by an event
 */
export function recordCounting(options: {
  database: Database;
  bus: EventBus;
  logger: Logger;
  service: string;
  asker: string;
  nouns: readonly string[];
}): Consumer {
  const { service, asker, nouns, ...rest } = options;
  const count = async (tx: Session, events: BusEvent[]) => {
    const request = Math.max(...events.map(({ version }) => version));
    await holdOutbox(tx);
    const counts = await countRecords(tx, nouns);
    await emit(tx, [
      {
        type: COUNTED,
        subject: service,
        version: request,
        data: { id: service, externalId: null, source: null, request, counts },
      },
    ]);
  };
  return new Consumer({
    ...rest,
    name: 'record-count',
    projections: [{ producer: asker, handlers: { [COUNT_REQUESTED]: count } }],
  });
}

/** Waits for whoever is emitting, a few seconds at most: that somebody takes long is no fault of the request. */
async function holdOutbox(tx: Session): Promise<void> {
  await tx.query(`select set_config('lock_timeout', '3s', true)`);
  try {
    await tx.query('select hold_outbox()');
  } catch (error) {
    if (error instanceof DatabaseError) throw error;
    throw new DatabaseError('DATABASE_CONTENTION', 'The outbox is in use.', error);
  }
}

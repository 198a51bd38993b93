import { Records, type Author, type Session } from '@plimsoll/shared';
import { crewEventData, ensureCrews, type CrewRecord } from '../crew/index.js';
import { QueueEntity } from './queue.entity.js';

/** Queues, with their history and events. */
export const queueRecords = new Records<CrewRecord>({
  entity: QueueEntity,
  noun: 'queue',
  eventNoun: 'queue',
  eventData: crewEventData,
});

/** The ids of the queues a file names, by what it names them; what is not on record is created. */
export function ensureQueues(
  tx: Session,
  author: Author,
  source: string,
  keys: readonly string[],
): Promise<Map<string, string>> {
  return ensureCrews(tx, author, { records: queueRecords, prefix: 'que' }, source, keys);
}

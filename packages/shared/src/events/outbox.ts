import type { Session } from '../database/index.js';
import { newId } from '../ids/index.js';
import type { DomainEvent } from './event.js';

/**
 * Puts events into the outbox in the caller's transaction: they are told if and only if it commits. Emit after
 * the rows of the aggregates are written, while they are locked: that makes the order of events theirs.
 */
export async function emit(tx: Session, events: readonly DomainEvent[]): Promise<void> {
  if (events.length === 0) return;
  if (!tx.inTransaction) throw new Error('emit() needs the transaction of the change it tells of');
  await tx.query(
    `insert into outbox (id, type, subject, version, time, data)
     select e.value ->> 'id', e.value ->> 'type', e.value ->> 'subject', (e.value ->> 'version')::integer,
            date_trunc('milliseconds', now()), e.value -> 'data'
       from jsonb_array_elements($1::jsonb) with ordinality as e(value, place)
      order by e.place`,
    [JSON.stringify(events.map((event) => ({ ...event, id: newId('evt') })))],
  );
}

import type { Session } from '../database/index.js';
import type { BusEvent } from './event.js';

/** An event that a consumer could not take in, or that follows one of the same aggregate. */
export interface ParkedEvent {
  event: BusEvent;
  /** What went wrong at the last attempt; null for an event that only waits behind another. */
  error: string | null;
  attempts: number;
  parkedAt: Date;
}

/** Where a consumer stands with a producer, and whether it has put aside any of its events. */
export interface LockedPosition {
  position: number;
  hasParked: boolean;
}

/** How far a consumer has come, and what it has put aside. */
export class InboxStore {
  constructor(private readonly consumer: string) {}

  /** The last position taken in of each producer; producers never read are absent. */
  async positions(session: Session): Promise<Map<string, number>> {
    const rows = await session.query<{ producer: string; position: number }>(
      'select producer, position from inbox_cursor where consumer = $1',
      [this.consumer],
    );
    return new Map(rows.map((row) => [row.producer, row.position]));
  }

  /** The position, and whether anything is parked, locked against every other replica until the transaction ends. */
  async lockedPosition(tx: Session, producer: string): Promise<LockedPosition> {
    const found = await this.#lock(tx, producer);
    if (found !== undefined) return found;
    await tx.query(
      'insert into inbox_cursor (consumer, producer, position) values ($1, $2, 0) on conflict do nothing',
      [this.consumer, producer],
    );
    return (await this.#lock(tx, producer)) ?? { position: 0, hasParked: false };
  }

  async #lock(tx: Session, producer: string): Promise<LockedPosition | undefined> {
    const [row] = await tx.query<LockedPosition>(
      `select position, exists (select from parked_event where consumer = $1 and producer = $2) as "hasParked"
         from inbox_cursor where consumer = $1 and producer = $2 for update`,
      [this.consumer, producer],
    );
    return row;
  }

  /** Moves on from a position with one statement; false where the consumer does not stand there any more. */
  async passOver(session: Session, producer: string, from: number, to: number): Promise<boolean> {
    const rows = await session.query(
      `insert into inbox_cursor as c (consumer, producer, position) values ($1, $2, $4)
       on conflict (consumer, producer) do update set position = excluded.position where c.position = $3
       returning c.position`,
      [this.consumer, producer, from, to],
    );
    return rows.length > 0;
  }

  async moveTo(tx: Session, producer: string, position: number): Promise<void> {
    await tx.query('update inbox_cursor set position = $3 where consumer = $1 and producer = $2', [
      this.consumer,
      producer,
      position,
    ]);
  }

  /**
   * Notes until when all that happened at producers is taken in, for each that stands at or behind the position it was
   * said of; an earlier instant than before changes nothing. One statement.
   */
  async noteComplete(
    session: Session,
    standings: readonly { producer: string; head: number; completeUntil: Date }[],
  ): Promise<void> {
    if (standings.length === 0) return;
    await session.query(
      `insert into inbox_cursor as c (consumer, producer, position, complete_until)
       select $1, producer, head, "completeUntil"
         from jsonb_to_recordset($2::jsonb) as g(producer text, head bigint, "completeUntil" timestamptz)
        where head = 0 or exists (select from inbox_cursor k where k.consumer = $1 and k.producer = g.producer)
       on conflict (consumer, producer) do update set complete_until = excluded.complete_until
        where c.position >= excluded.position
          and (c.complete_until is null or c.complete_until < excluded.complete_until)`,
      [this.consumer, JSON.stringify(standings)],
    );
  }

  /** Which of these aggregates have parked events. */
  async parkedSubjects(tx: Session, producer: string, subjects: string[]): Promise<Set<string>> {
    const rows = await tx.query<{ subject: string }>(
      `select distinct subject from parked_event
        where consumer = $1 and producer = $2 and subject = any($3::text[])`,
      [this.consumer, producer, subjects],
    );
    return new Set(rows.map((row) => row.subject));
  }

  async park(tx: Session, events: readonly BusEvent[], error: string | null): Promise<void> {
    if (events.length === 0) return;
    await tx.query(
      `insert into parked_event (consumer, producer, position, subject, event, error, attempts)
       select $1, e ->> 'producer', (e ->> 'position')::bigint, e ->> 'subject', e, $3, $4
         from jsonb_array_elements($2::jsonb) as e
       on conflict do nothing`,
      [this.consumer, JSON.stringify(events), error, error === null ? 0 : 1],
    );
  }

  /** All that is parked, oldest first within a producer. */
  async parked(session: Session): Promise<ParkedEvent[]> {
    return session.query<ParkedEvent>(
      `select event, error, attempts, parked_at as "parkedAt" from parked_event
        where consumer = $1 order by producer, position`,
      [this.consumer],
    );
  }

  /** How many events are parked. */
  async parkedCount(session: Session): Promise<number> {
    const [row] = await session.query<{ count: number }>(
      'select count(*)::int as count from parked_event where consumer = $1',
      [this.consumer],
    );
    return row?.count ?? 0;
  }

  /** Whether the event was still parked; it is not any more. */
  async unpark(tx: Session, event: BusEvent): Promise<boolean> {
    const rows = await tx.query<{ position: number }>(
      `with gone as (
         delete from parked_event where consumer = $1 and producer = $2 and position = $3 returning position)
       select position from gone`,
      [this.consumer, event.producer, event.position],
    );
    return rows.length > 0;
  }

  async recordFailure(tx: Session, event: BusEvent, error: string): Promise<void> {
    await tx.query(
      `update parked_event set error = $4, attempts = attempts + 1
        where consumer = $1 and producer = $2 and position = $3`,
      [this.consumer, event.producer, event.position, error],
    );
  }

  /** Forgets what was parked and how far the consumer has come. */
  async startOver(tx: Session): Promise<void> {
    await tx.query('update inbox_cursor set position = 0, complete_until = null where consumer = $1', [
      this.consumer,
    ]);
    await tx.query('delete from parked_event where consumer = $1', [this.consumer]);
  }
}

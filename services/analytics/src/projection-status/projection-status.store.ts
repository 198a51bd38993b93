import type { Session } from '@plimsoll/shared';

/** The events of a producer that were put aside. */
export interface ParkedOf {
  producer: string;
  count: number;
  type: string;
  subject: string;
  happenedAt: Date;
  parkedAt: Date;
  attempts: number;
  error: string | null;
}

/** By producer how many events a consumer has put aside, with the first of them; producers without are absent. */
export function readParked(session: Session, consumer: string): Promise<ParkedOf[]> {
  return session.query<ParkedOf>(
    `select distinct on (producer) producer, count(*) over (partition by producer)::int as count, event ->> 'type' as type,
            subject, (event ->> 'time')::timestamptz as "happenedAt", parked_at as "parkedAt", attempts, error
       from parked_event where consumer = $1 order by producer, position`,
    [consumer],
  );
}

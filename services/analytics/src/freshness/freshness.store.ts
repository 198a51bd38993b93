import type { Session } from '@plimsoll/shared';

/**
 * The instant before which all that happened at every one of these producers is taken in by the consumer; null where one
 * has never said how far it is. One statement.
 */
export async function readDataAsOf(
  session: Session,
  consumer: string,
  producers: readonly string[],
): Promise<Date | null> {
  const [row] = await session.query<{ dataAsOf: Date | null }>(
    `select case when count(c.complete_until) = count(*) then
              least(min(c.complete_until),
                    (select min((p.event ->> 'time')::timestamptz) from parked_event p where p.consumer = $1))
            end as "dataAsOf"
       from unnest($2::text[]) as g(producer)
       left join inbox_cursor c on c.consumer = $1 and c.producer = g.producer`,
    [consumer, producers],
  );
  return row?.dataAsOf ?? null;
}

/** How far a consumer is with each producer; producers never read are absent. One statement. */
export async function readPositions(session: Session, consumer: string): Promise<Map<string, number>> {
  const rows = await session.query<{ producer: string; position: number }>(
    'select producer, position from inbox_cursor where consumer = $1',
    [consumer],
  );
  return new Map(rows.map(({ producer, position }) => [producer, position]));
}

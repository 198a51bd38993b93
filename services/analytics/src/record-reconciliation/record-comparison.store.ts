import type { Session } from '@plimsoll/shared';
import type { ComparedCount } from './record-comparison.rules.js';

/** A comparison of everything that services have on record with what is kept of it. */
export interface Comparison {
  number: number;
  requestedBy: string;
  requestedAt: Date;
}

/** Puts a request on record and answers its number. One statement. */
export async function addComparison(tx: Session, requestedBy: string, at: Date): Promise<number> {
  const [row] = await tx.query<{ number: number }>(
    'insert into record_comparison (requested_by, requested_at) values ($1, $2) returning number',
    [requestedBy, at],
  );
  if (!row) throw new Error('a row that is inserted has a number');
  return row.number;
}

/** The latest request; null before the first. One statement. */
export async function readLatestComparison(session: Session): Promise<Comparison | null> {
  const [row] = await session.query<Comparison>(
    `select number, requested_by as "requestedBy", requested_at as "requestedAt"
       from record_comparison order by number desc limit 1`,
  );
  return row ?? null;
}

/** Keeps how a service's count compares; a repetition, and a request that is not on record, change nothing. One statement. */
export async function keepComparison(
  tx: Session,
  at: { number: number; producer: string; position: number; comparedAt: string },
  counts: readonly ComparedCount[],
): Promise<void> {
  await tx.query(
    `insert into record_comparison_count
       (number, producer, noun, day, position, compared_at, told_count, kept_count, agrees)
     select r.number, $2, noun, day, $3, $4, "toldCount", "keptCount", agrees
       from record_comparison r, jsonb_to_recordset($5::jsonb) as c(noun text, day date, "toldCount" integer,
            "keptCount" integer, agrees boolean)
      where r.number = $1
     on conflict do nothing`,
    [at.number, at.producer, at.position, at.comparedAt, JSON.stringify(counts)],
  );
}

/** How a service's count compares with what is kept, in sum. */
export interface ProducerComparison {
  producer: string;
  position: number;
  comparedAt: Date;
  recordCount: number;
  differences: (Omit<ComparedCount, 'agrees'> & { producer: string })[];
}

/** What services have answered to a request so far, with the first 1,000 differences of each. One statement. */
export async function readComparisons(session: Session, number: number): Promise<ProducerComparison[]> {
  return session.query<ProducerComparison>(
    `select producer, max(position) as position, max(compared_at) as "comparedAt",
            sum(told_count)::float8 as "recordCount",
            coalesce(jsonb_path_query_array(jsonb_agg(jsonb_build_object('noun', noun, 'day', day,
              'toldCount', told_count, 'keptCount', kept_count) order by noun, day) filter (where not agrees),
              '$[0 to 999]'), '[]') as differences
       from record_comparison_count where number = $1 group by producer order by producer`,
    [number],
  );
}

import type { Session } from '@plimsoll/shared';
import type { ComparedCount } from './record-comparison.rules.js';

const MOST_DIFFERENCES = 1_000;

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
  const differences = counts
    .filter(({ agrees }) => !agrees)
    .slice(0, MOST_DIFFERENCES)
    .map(({ agrees: _, ...difference }) => difference);
  await tx.query(
    `insert into record_comparison_answer (number, producer, position, compared_at, record_count, differences)
     select number, $2, $3, $4, $5, $6 from record_comparison where number = $1 on conflict do nothing`,
    [
      at.number,
      at.producer,
      at.position,
      at.comparedAt,
      counts.reduce((sum, { toldCount }) => sum + toldCount, 0),
      JSON.stringify(differences),
    ],
  );
}

/** How a service's count compares with what is kept, in sum. */
export interface ProducerComparison {
  producer: string;
  position: number;
  comparedAt: Date;
  recordCount: number;
  differences: Omit<ComparedCount, 'agrees'>[];
}

/** What services have answered to a request so far, in order of their names. One statement. */
export async function readComparisons(session: Session, number: number): Promise<ProducerComparison[]> {
  return session.query<ProducerComparison>(
    `select producer, position, compared_at as "comparedAt", record_count as "recordCount", differences
       from record_comparison_answer where number = $1 order by producer`,
    [number],
  );
}

import { DatabaseError, DomainError, type Session } from '@plimsoll/shared';
import type { Statement } from './parameters.rules.js';

/** A row of an answer: the number of its period from 1, its values as text, its sort values. */
export interface AnsweredRow {
  readonly k: number;
  readonly s: readonly (string | null)[];
  readonly [column: `d${number}` | `v${number}`]: string | null;
}

/** A record behind a figure. */
export interface RecordRow {
  readonly id: string;
  readonly at: Date | null;
  readonly value: string | null;
  readonly currency: string | null;
  readonly s: readonly (string | null)[];
}

/** What a statement of the compiler answers. */
export interface Answered<Row> {
  readonly total: number;
  readonly rows: Row[];
}

/** The helpers that a question over many rows may take, and the memory of one step of it. */
const HELPERS = '2';
const MEMORY = '64MB';

/**
 * Runs a compiled statement; three statements in all, since a large question may take helpers.
 *
 * @throws DomainError `QUESTION_TOO_LARGE` where it takes longer than the database lets a statement run
 */
export async function answer<Row extends object>(
  session: Session,
  { sql, values }: Statement,
): Promise<Answered<Row>> {
  const before = await settings(session, HELPERS, MEMORY);
  try {
    const rows = await session.query<{ total: number; place: number | null }>(sql, values);
    const total = rows[0]?.total ?? 0;
    return { total, rows: rows.filter(({ place }) => place !== null) as unknown as Row[] };
  } catch (error) {
    if (!(error instanceof DatabaseError) || error.code !== 'DATABASE_TIMEOUT') throw error;
    throw new DomainError(
      'QUESTION_TOO_LARGE',
      'The question takes too long to answer: ask for a shorter time, fewer dimensions or a coarser grain.',
      ['input'],
    );
  } finally {
    await settings(session, before.helpers, before.memory).catch(() => undefined);
  }
}

async function settings(
  session: Session,
  helpers: string,
  memory: string,
): Promise<{ helpers: string; memory: string }> {
  const [row] = await session.query<{ helpers: string; memory: string }>(
    `with before as materialized (
       select current_setting('max_parallel_workers_per_gather') as helpers, current_setting('work_mem') as memory)
     select before.*, set_config('max_parallel_workers_per_gather', $1, false), set_config('work_mem', $2, false)
       from before`,
    [helpers, memory],
  );
  if (!row) throw new Error('the settings of the database cannot be read');
  return row;
}

/** The currencies that amounts of facts are in, as far as the session's scope sees them; one statement. */
export async function readCurrencies(session: Session): Promise<string[]> {
  const rows = await session.query<{ currency: string }>(
    `select currency from subscription_term union select value_currency from deployment where value_currency is not null
     union select currency from opportunity where currency is not null union select currency from cost_record
     union select owed.pair ->> 1 from service_level_month cross join lateral jsonb_array_elements(credits) as owed(pair)
            where credits <> '[]'`,
  );
  return rows.map(({ currency }) => currency);
}

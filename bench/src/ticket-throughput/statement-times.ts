import pg from 'pg';

/** What a statement of a database took in a time. */
export interface StatementTime {
  /** Beginning of its text. */
  statement: string;
  calls: number;
  /** Milliseconds of one call, planning included. */
  mean: number;
  /** Milliseconds of all calls, planning included. */
  total: number;
  /** Milliseconds of all calls that went into planning. */
  planned: number;
}

/** Settings of a server whose statements are timed. */
export const TIMING_SETTINGS = {
  shared_preload_libraries: 'pg_stat_statements',
  'pg_stat_statements.track_planning': 'on',
};

/** The times of the statements sent to a database while `fn` runs, those of jobs and relays among them; the most first. */
export async function statementTimes(
  urlOf: (database: string) => string,
  database: string,
  fn: () => Promise<unknown>,
): Promise<StatementTime[]> {
  const client = new pg.Client({ connectionString: urlOf('postgres') });
  await client.connect();
  try {
    await client.query('create extension if not exists pg_stat_statements');
    await client.query('select pg_stat_statements_reset()');
    await fn();
    const { rows } = await client.query<StatementTime>(
      `select regexp_replace(query, '\\s+', ' ', 'g') as statement, sum(s.calls)::integer as calls,
              sum(total_exec_time + total_plan_time) / sum(s.calls) as mean,
              sum(total_exec_time + total_plan_time) as total, sum(total_plan_time) as planned
         from pg_stat_statements s join pg_database d on d.oid = s.dbid
        where d.datname = $1 group by 1 order by total desc`,
      [database],
    );
    return rows;
  } finally {
    await client.end();
  }
}

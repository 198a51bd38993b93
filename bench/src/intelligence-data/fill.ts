import pg from 'pg';
import { ACCOUNTS, DICE, PREPARING, REVENUE } from './book.sql.js';
import { LEVELS, OPERATIONS, TICKETS } from './desk.sql.js';
import type { BookShape } from './shape.js';

const TICKETS_AT_ONCE = 200_000;

/**
 * Fills the migrated, empty database of analytics with a book of this shape, straight into its tables: the same rows for
 * the same shape, consistent with one another as far as questions look (terms and movements, tickets and clocks, incidents
 * and ledger), and tells the planner.
 *
 * @param url of the database's owner
 */
export async function fillIntelligence(
  url: string,
  shape: BookShape,
  print: (line: string) => void = () => undefined,
): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { customers, tickets, incidents, changes, assets, months, asOf } = shape;
    await client.query(`set timezone = 'UTC'`);
    await client.query(`set synchronous_commit = off`);
    await client.query(PREPARING, [customers, tickets, incidents, changes, assets, asOf, months]);
    await client.query(DICE);
    for (const statement of [...ACCOUNTS, ...REVENUE]) await client.query(statement);
    print(`${customers} customers`);
    for (let first = 1; first <= tickets; first += TICKETS_AT_ONCE) {
      const last = Math.min(tickets, first + TICKETS_AT_ONCE - 1);
      for (const statement of TICKETS) await client.query(statement, [first, last]);
      print(`${last} tickets`);
    }
    for (const statement of [...OPERATIONS, ...LEVELS]) await client.query(statement);
    await client.query('vacuum analyze');
  } finally {
    await client.end();
  }
}

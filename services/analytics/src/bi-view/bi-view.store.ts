import { underAdvisoryLock, type Database, type Logger } from '@plimsoll/shared';
import { biStatements, biViews, fingerprintOf } from './bi-view.rules.js';

/** A connection as the owner of the database. */
interface Owner {
  query(sql: string, values?: unknown[]): Promise<unknown>;
}

/** Makes the views of schema `bi` anew where the catalog of this release says others than those that are there. */
export async function keepBiViews(owner: Owner): Promise<void> {
  const statements = biStatements(biViews());
  const fingerprint = `Facts, dimensions and governed figures for SQL, ${fingerprintOf(statements)}.`;
  const { rows } = (await owner.query(
    `select obj_description('bi'::regnamespace, 'pg_namespace') as fingerprint`,
  )) as { rows: { fingerprint: string | null }[] };
  if (rows[0]?.fingerprint === fingerprint) return;
  await owner.query('begin');
  try {
    await owner.query(`do $$ declare item record; begin
      for item in select c.oid::regclass as name from pg_class c
                   where c.relnamespace = 'bi'::regnamespace and c.relkind = 'v' loop
        execute format('drop view if exists %s cascade', item.name);
      end loop; end $$`);
    for (const statement of statements) await owner.query(statement);
    await owner.query(`comment on schema bi is '${fingerprint}'`);
    await owner.query('commit');
  } catch (error) {
    await owner.query('rollback');
    throw error;
  }
}

/** Keeps the views as the catalog says; part of a service's start, one replica after the other. */
export class BiViewKeeper {
  constructor(private readonly parts: { database: Database; logger: Logger }) {}

  async start(): Promise<void> {
    const { database, logger } = this.parts;
    try {
      await underAdvisoryLock(database.url, 'plimsoll:bi_views', (owner) => keepBiViews(owner));
    } catch (error) {
      // What is asked over the graph does not hang on them.
      logger.error({ err: error }, 'the views for SQL could not be made');
    }
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }
}

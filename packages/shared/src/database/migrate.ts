import { createHash } from 'node:crypto';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { DomainError } from '../errors/index.js';
import type { Logger } from '../logging/index.js';
import type { MigrationClass } from './mechanism.migration.js';
import { typeOrmLogger } from './typeorm-logger.js';

/** The table that records which migrations a database has had. */
export const MIGRATION_TABLE = 'schema_migration';

/** How long one replica waits for another that is migrating the same database. */
const LOCK_TIMEOUT_MS = 300_000;

/**
 * Brings a database up to the given migrations, each in its own transaction, under an advisory lock: of replicas
 * that start together one migrates and the others wait. Throws DomainError DATA_NEWER_THAN_CODE when the database
 * has had a migration that is not among them, and changes nothing then.
 */
export async function migrate(
  url: string,
  service: string,
  migrations: readonly MigrationClass[],
  logger: Logger,
): Promise<void> {
  await underAdvisoryLock(url, `migrate:${service}`, async (client) => {
    const done = await appliedMigrations(client);
    const known = new Set(migrations.map(migrationName));
    const unknown = done.filter((name) => !known.has(name));
    if (unknown.length > 0) {
      throw new DomainError(
        'DATA_NEWER_THAN_CODE',
        `The database of ${service} was written by a newer version of Plimsoll (it has had ${unknown.join(', ')}). ` +
          'Start that version or a later one.',
      );
    }
    if (done.length === known.size) return;
    const started = Date.now();
    const source = new DataSource({
      type: 'postgres',
      url,
      migrations: [...migrations],
      migrationsTableName: MIGRATION_TABLE,
      migrationsTransactionMode: 'each',
      applicationName: `plimsoll-${service}-migration`,
      installExtensions: false,
      logger: typeOrmLogger(logger),
      poolErrorHandler: (error: unknown) => logger.warn({ error }, 'migration connection failed'),
      extra: { max: 2 },
    });
    await source.initialize();
    try {
      await source.runMigrations();
    } finally {
      await source.destroy();
    }
    logger.info(
      { service, applied: known.size - done.length, ms: Date.now() - started },
      'database migrated',
    );
  });
}

/** Runs `fn` while holding a cluster-visible lock of this name in this database, on a connection of its own. */
export async function underAdvisoryLock<T>(
  url: string,
  name: string,
  fn: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: `plimsoll-${name}` });
  // A lost connection shows as the failure of the next statement; without a listener it would end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(`set lock_timeout = ${LOCK_TIMEOUT_MS}`);
    await client.query('select pg_advisory_lock($1)', [lockKey(name)]);
    return await fn(client);
  } finally {
    await client.end();
  }
}

/** A stable 63-bit key of a lock's name, as text for a bigint parameter. */
export function lockKey(name: string): string {
  return (createHash('sha256').update(name).digest().readBigUInt64BE() >> 1n).toString();
}

/** The name TypeORM records a migration by. */
export function migrationName(migration: MigrationClass): string {
  return new migration().name ?? migration.name;
}

async function appliedMigrations(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ present: boolean }>('select to_regclass($1) is not null as present', [
    `public.${MIGRATION_TABLE}`,
  ]);
  if (!rows[0]?.present) return [];
  const applied = await client.query<{ name: string }>(`select name from ${MIGRATION_TABLE} order by id`);
  return applied.rows.map((row) => row.name);
}

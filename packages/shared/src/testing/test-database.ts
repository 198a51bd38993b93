/// <reference types="jest" />
import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import {
  Database,
  mechanismMigrations,
  migrationName,
  underAdvisoryLock,
  type DatabaseOptions,
  type EntityClass,
  type MigrationClass,
} from '../database/index.js';
import { createLogger, type Logger } from '../logging/index.js';
import { testServerUrl } from './test-server.js';

export interface TestDatabaseOptions {
  /** The service's name: its role and the name of the database. */
  name: string;
  migrations?: readonly MigrationClass[];
  entities?: readonly EntityClass[];
  logger?: Logger;
}

/** A database of one test file; readable from the first `beforeAll` after its declaration. */
export interface TestDatabase {
  /** Open, migrated, empty. */
  readonly database: Database;
  /** The owner's connection string. */
  readonly url: string;
  /** Another `Database` on the same data, as a second replica would have; closed with the first. */
  openReplica(options?: Partial<DatabaseOptions>): Promise<Database>;
}

/** A logger for tests: silent unless PLIMSOLL_TEST_LOG names a level. */
export function testLogger(): Logger {
  return createLogger('test', { level: process.env['PLIMSOLL_TEST_LOG'] ?? 'silent' });
}

/**
 * Declares a database for the test file (or the `describe`) it is called in: cloned from a template that is
 * migrated once a run, dropped afterwards. A session or connection still open at the end fails the file.
 */
export function testDatabase(options: TestDatabaseOptions): TestDatabase {
  const logger = options.logger ?? testLogger();
  const name = `${options.name}_${randomBytes(5).toString('hex')}`;
  const opened: Database[] = [];
  const open = async (overrides: Partial<DatabaseOptions> = {}) => {
    const database = await Database.open({
      service: options.name,
      url: testServerUrl(name),
      migrations: options.migrations ?? [],
      entities: options.entities ?? [],
      logger,
      ...overrides,
    });
    opened.push(database);
    return database;
  };

  beforeAll(async () => {
    const template = await templateOf(options, logger);
    await onServer((client) => client.query(`create database ${name} template ${template}`));
    await open();
  });

  afterAll(async () => {
    const held = opened.reduce((sum, database) => sum + database.openSessions, 0);
    // A pool with a client still out would wait for it for ever.
    if (held === 0) await Promise.all(opened.map((database) => database.close()));
    const left = held === 0 ? await connectionsLeft(name) : [];
    await onServer((client) => client.query(`drop database if exists ${name} with (force)`));
    if (held > 0)
      throw new Error(`${held} database session(s) were not released at the end of the test file`);
    if (left.length > 0)
      throw new Error(`connections left open at the end of the test file: ${left.join(', ')}`);
  });

  return {
    get database() {
      const [first] = opened;
      if (!first) throw new Error('the test database opens in beforeAll; use it in hooks and tests only');
      return first;
    },
    url: testServerUrlLater(name),
    openReplica: open,
  } satisfies TestDatabase;
}

/**
 * Declares an empty database without any migration, for what brings its own: the event bus, or the migrating
 * itself. Dropped afterwards; answers its connection string.
 */
export function emptyTestDatabase(prefix: string): { readonly url: string } {
  const name = `${prefix}_${randomBytes(5).toString('hex')}`;
  beforeAll(() => onServer((client) => client.query(`create database ${name}`)));
  afterAll(() => onServer((client) => client.query(`drop database if exists ${name} with (force)`)));
  return { url: testServerUrlLater(name) };
}

/** The number of statements `database` sends while `fn` runs: BEGIN, COMMIT and settings included. */
export async function countStatements(database: Database, fn: () => Promise<unknown>): Promise<number> {
  let count = 0;
  const end = database.onStatement(() => (count += 1));
  try {
    await fn();
  } finally {
    end();
  }
  return count;
}

/** Outside a run the URL is unknown, but declaring a test database must not fail the listing of tests. */
function testServerUrlLater(name: string): string {
  return process.env['PLIMSOLL_TEST_POSTGRES_URL'] === undefined ? '' : testServerUrl(name);
}

/** Migrates the template of these migrations unless this run has one; other test files wait meanwhile. */
async function templateOf(options: TestDatabaseOptions, logger: Logger): Promise<string> {
  const migrations = options.migrations ?? [];
  const names = [...mechanismMigrations(options.name), ...migrations].map(migrationName);
  const digest = createHash('sha256').update(names.join('\n')).digest('hex').slice(0, 12);
  const template = `template_${options.name}_${digest}`;
  await underAdvisoryLock(testServerUrl('postgres'), template, async (client) => {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [template]);
    if (rowCount !== 0) return;
    const draft = `${template}_draft`;
    await client.query(`drop database if exists ${draft} with (force)`);
    await client.query(`create database ${draft}`);
    const database = await Database.open({
      service: options.name,
      url: testServerUrl(draft),
      migrations,
      entities: options.entities ?? [],
      logger,
    });
    await database.close();
    await client.query(`alter database ${draft} rename to ${template}`);
  });
  return template;
}

/** The names of connections to a database that are still there after a moment's grace. */
async function connectionsLeft(name: string): Promise<string[]> {
  let left: string[] = [];
  for (let attempt = 0; attempt < 20; attempt += 1) {
    left = await onServer(async (client) => {
      const { rows } = await client.query<{ application_name: string }>(
        `select application_name from pg_stat_activity where datname = $1 and backend_type = 'client backend'`,
        [name],
      );
      return rows.map((row) => row.application_name);
    });
    if (left.length === 0) return left;
    await sleep(50);
  }
  return left;
}

async function onServer<T>(fn: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: testServerUrl('postgres') });
  await client.connect();
  try {
    return await fn(client);
  } finally {
    await client.end();
  }
}

import pg from 'pg';
import { DataSource, type EntitySchema } from 'typeorm';
import type { Logger } from '../logging/index.js';
import type { Scope } from '../principal/index.js';
import { columnTypes, serialClient, type StatementListener } from './connection.js';
import { toDatabaseError } from './database.errors.js';
import { mechanismMigrations, roleOf, type MigrationClass } from './mechanism.migration.js';
import { migrate } from './migrate.js';
import { Session, type SessionHost } from './session.js';
import { typeOrmLogger } from './typeorm-logger.js';

/** A TypeORM entity: a decorated class or a schema. Given explicitly, never found by a pattern. */
// oxlint-disable-next-line typescript/no-unsafe-function-type -- TypeORM itself names entity classes so
export type EntityClass = Function | EntitySchema;

export interface DatabaseOptions {
  /** Names the role (`plimsoll_<service>`), the migration lock and the connections: `entitlements`, `assets` … */
  service: string;
  /** Connection string of the owner of the database. */
  url: string;
  entities?: readonly EntityClass[];
  /** The service's own migrations; the mechanism's comes before them. */
  migrations?: readonly MigrationClass[];
  logger: Logger;
  /** Connections at most, default 10. */
  poolSize?: number;
  /** How long a session waits for a connection, default 5,000. */
  acquireTimeoutMs?: number;
  /** How long one statement may run, default 15,000. */
  statementTimeoutMs?: number;
  /** How long a transaction may sit idle, default 15,000: an open one holds up every event behind it. */
  idleInTransactionTimeoutMs?: number;
}

/** The database of one service: migrated, pooled, and read and written through sessions of a scope. */
export class Database {
  readonly #listeners = new Set<StatementListener>();
  readonly #open = new Set<Session>();
  readonly #dataSource: DataSource;
  readonly #host: SessionHost;
  #closing: Promise<void> | undefined;

  private constructor(private readonly options: DatabaseOptions) {
    const { logger, service } = options;
    this.#dataSource = new DataSource({
      type: 'postgres',
      url: options.url,
      entities: [...(options.entities ?? [])],
      applicationName: `plimsoll-${service}`,
      installExtensions: false,
      logger: typeOrmLogger(logger),
      synchronize: false,
      poolErrorHandler: (error: unknown) =>
        logger.warn(
          { reason: error instanceof Error ? error.message : String(error), service },
          'an idle database connection failed',
        ),
      extra: {
        Client: serialClient((sql) => this.#listeners.forEach((listener) => listener(sql))),
        types: columnTypes,
        max: options.poolSize ?? 10,
        connectionTimeoutMillis: options.acquireTimeoutMs ?? 5_000,
        statement_timeout: options.statementTimeoutMs ?? 15_000,
        idle_in_transaction_session_timeout: options.idleInTransactionTimeoutMs ?? 15_000,
        keepAlive: true,
      },
    });
    this.#host = {
      dataSource: this.#dataSource,
      role: roleOf(service),
      opened: (session) => this.#open.add(session),
      closed: (session) => this.#open.delete(session),
    };
  }

  /**
   * Migrates the database and opens its pool. Throws DomainError DATA_NEWER_THAN_CODE for a database of a newer
   * version, `DatabaseError` when the server cannot be reached.
   */
  static async open(options: DatabaseOptions): Promise<Database> {
    try {
      await migrate(
        options.url,
        options.service,
        [...mechanismMigrations(options.service), ...(options.migrations ?? [])],
        options.logger,
      );
      const database = new Database(options);
      await database.#dataSource.initialize();
      return database;
    } catch (error) {
      throw toDatabaseError(error);
    }
  }

  /** The service whose database this is. */
  get service(): string {
    return this.options.service;
  }

  /** The owner's connection string. */
  get url(): string {
    return this.options.url;
  }

  /** Sessions that hold a connection at this moment: zero when nobody is being served. */
  get openSessions(): number {
    return this.#open.size;
  }

  /** A session of this scope; it costs nothing until its first statement. Release it when the request is over. */
  session(scope: Scope): Session {
    return new Session(this.#host, scope);
  }

  /** A session for `fn` alone, inside one transaction that commits when it returns. */
  async transaction<T>(scope: Scope, fn: (tx: Session) => Promise<T>): Promise<T> {
    const session = this.session(scope);
    try {
      return await session.transaction(fn);
    } finally {
      await session.release();
    }
  }

  /** Calls `listener` with the text of every statement sent, BEGIN, COMMIT and settings included; returns its end. */
  onStatement(listener: StatementListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * A connection outside the pool, as the owner: for what lives as long as the process (advisory locks, LISTEN).
   * The caller ends it and listens for its `error`.
   */
  async connect(purpose: string): Promise<pg.Client> {
    const client = new pg.Client({
      connectionString: this.options.url,
      application_name: `plimsoll-${this.options.service}-${purpose}`,
      types: columnTypes,
      connectionTimeoutMillis: this.options.acquireTimeoutMs ?? 5_000,
      keepAlive: true,
    });
    client.on('error', (error) =>
      this.options.logger.warn(
        { reason: error.message, service: this.service, purpose },
        'a database connection failed',
      ),
    );
    try {
      await client.connect();
    } catch (error) {
      throw toDatabaseError(error);
    }
    return client;
  }

  /** Resolves when the database answers; throws `DatabaseError` otherwise. */
  async ping(): Promise<void> {
    const session = this.session({ kind: 'NOBODY' });
    try {
      await session.query('select 1');
    } finally {
      await session.release();
    }
  }

  /** Waits for connections in use to come back and closes the pool. Idempotent. */
  close(): Promise<void> {
    this.#closing ??= this.#dataSource.destroy();
    return this.#closing;
  }
}

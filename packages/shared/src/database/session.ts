import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import type { PoolClient } from 'pg';
import type { Scope } from '../principal/index.js';
import { DatabaseError, toDatabaseError } from './database.errors.js';

/** What a session needs of the database it belongs to. */
export interface SessionHost {
  readonly dataSource: DataSource;
  /** The role without ownership that sessions run under. */
  readonly role: string;
  opened(session: Session): void;
  closed(session: Session): void;
}

/** The scope last set on each pooled connection; settings outlive the session that made them. */
const scopeOfConnection = new WeakMap<PoolClient, string>();

/**
 * One caller's use of the database: a single client, taken from the pool by the first statement and kept until
 * `release()`, under the non-owner role and with the caller's scope set for row-level security. Statements of
 * concurrent resolvers are sent one after another. Not to be used by two transactions at the same time.
 */
export class Session {
  #runner: QueryRunner | undefined;
  #client: Promise<PoolClient> | undefined;
  #manager: EntityManager | undefined;
  #released = false;
  /** What broke the connection, once something did. */
  #broken: unknown;
  #scope: Scope;

  constructor(
    private readonly host: SessionHost,
    scope: Scope,
  ) {
    this.#scope = scope;
  }

  /** Who is asking: what row-level security shows this session. */
  get scope(): Scope {
    return this.#scope;
  }

  /** The rows of one statement. Throws `DatabaseError` when the database is away, busy or too slow. */
  async query<Row = Record<string, unknown>>(sql: string, params?: unknown[]): Promise<Row[]> {
    const client = await this.#acquire();
    try {
      const result = await client.query(sql, params);
      return result.rows as Row[];
    } catch (error) {
      throw this.#noted(error);
    }
  }

  /** A TypeORM entity manager on this session's client, inside its transaction when there is one. */
  async manager(): Promise<EntityManager> {
    await this.#acquire();
    this.#manager ??= this.host.dataSource.createEntityManager(this.#runner);
    return this.#manager;
  }

  /**
   * Runs `fn` in a transaction and commits; a throw rolls back and is passed on. Inside another transaction of
   * this session it is a savepoint. Throws when the commit did not take place, also because a failed statement
   * inside was swallowed.
   */
  async transaction<T>(fn: (tx: Session) => Promise<T>): Promise<T> {
    const client = await this.#acquire();
    const runner = this.#runner;
    if (!runner) throw new Error('the session was released');
    let result: T;
    try {
      await runner.startTransaction();
    } catch (error) {
      throw this.#noted(error);
    }
    try {
      result = await fn(this);
      // COMMIT of a failed transaction answers ROLLBACK without an error: asking anything fails instead.
      if (transactionStatus(client) === 'E') await client.query('select 1');
    } catch (error) {
      const noted = this.#noted(error);
      await this.#rollback(runner);
      throw noted;
    }
    try {
      await runner.commitTransaction();
    } catch (error) {
      const noted = this.#noted(error);
      await this.#rollback(runner);
      throw noted;
    }
    return result;
  }

  /**
   * An outermost transaction under another scope, on the same client: for what the platform does on behalf of a
   * caller who may ask for it but not write it, once the caller was authorized, and whatever it names was found,
   * under the caller's own scope. Nothing else may use the session meanwhile.
   */
  async transactionAs<T>(scope: Scope, fn: (tx: Session) => Promise<T>): Promise<T> {
    if (this.inTransaction) throw new Error('transactionAs() begins a transaction of its own');
    const caller = this.#scope;
    const client = await this.#acquire();
    this.#scope = scope;
    try {
      await this.#applyScope(client);
      return await this.transaction(fn);
    } catch (error) {
      throw this.#noted(error);
    } finally {
      this.#scope = caller;
      if (!this.#broken && !this.#released) await this.#applyScope(client);
    }
  }

  /**
   * A part of the caller's open transaction under another scope, on the same client: for what follows from a step of a
   * caller that may take it but not see or write all that follows. A throw undoes this part and is passed on; the
   * scope is the caller's again. Nothing else may use the session meanwhile.
   */
  async actAs<T>(scope: Scope, fn: (tx: Session) => Promise<T>): Promise<T> {
    if (!this.inTransaction) throw new Error('actAs() is part of a transaction');
    const caller = this.#scope;
    const client = await this.#acquire();
    try {
      // A savepoint takes the scope back on the server too where the part fails.
      return await this.transaction(async () => {
        this.#scope = scope;
        await this.#applyScope(client);
        const result = await fn(this);
        this.#scope = caller;
        await this.#applyScope(client);
        return result;
      });
    } catch (error) {
      this.#scope = caller;
      scopeOfConnection.delete(client);
      throw error;
    }
  }

  /** Stands for the database itself: the key of what a process keeps in memory about it. */
  get database(): object {
    return this.host;
  }

  /**
   * A further session of the same database with a client of its own, for what must not see this one's open
   * transaction. The caller releases it. A request that holds one client and waits for a second can hang where all
   * do so: for background work only.
   */
  another(scope: Scope): Session {
    return new Session(this.host, scope);
  }

  /** Whether a transaction is open on this session. */
  get inTransaction(): boolean {
    return this.#runner?.isTransactionActive ?? false;
  }

  /** Gives the client back to the pool, rolled back; a broken connection is destroyed instead. Idempotent. */
  async release(): Promise<void> {
    if (this.#released) return;
    this.#released = true;
    // A session let go while it is still taking its client gives that back too.
    await this.#client?.catch(() => undefined);
    const runner = this.#runner;
    if (!this.#client || !runner) return;
    try {
      if (this.#broken) throw this.#broken;
      const client = await this.#client;
      if (runner.isTransactionActive || transactionStatus(client) !== 'I') await client.query('ROLLBACK');
      await runner.release();
    } catch (error) {
      await destroy(runner, error);
    } finally {
      this.host.closed(this);
    }
  }

  /** The error to throw; a connection that it shows to be gone never returns to the pool. */
  #noted(error: unknown): unknown {
    const known = toDatabaseError(error);
    if (known instanceof DatabaseError && known.code === 'DATABASE_UNAVAILABLE') this.#broken ??= known;
    return known;
  }

  async #rollback(runner: QueryRunner): Promise<void> {
    if (runner.isReleased || this.#broken) return;
    try {
      await runner.rollbackTransaction();
    } catch (error) {
      await destroy(runner, error);
    }
  }

  async #acquire(): Promise<PoolClient> {
    if (this.#released) throw new Error('the session was released; open another one');
    this.#client ??= this.#connect();
    const client = await this.#client.catch((error: unknown) => {
      this.#client = undefined;
      throw error;
    });
    if (this.#released) throw new Error('the session was released; open another one');
    if (this.#runner?.isReleased || this.#broken) {
      throw new DatabaseError(
        'DATABASE_UNAVAILABLE',
        'The connection to the database was lost.',
        this.#broken,
      );
    }
    return client;
  }

  async #connect(): Promise<PoolClient> {
    try {
      return await this.#take();
    } catch (error) {
      const known = toDatabaseError(error);
      const stale = known instanceof DatabaseError && known.code === 'DATABASE_UNAVAILABLE';
      if (!stale) throw known;
    }
    // The pool may not have noticed yet that the server ended its idle connections; nothing was asked so far.
    try {
      return await this.#take();
    } catch (error) {
      throw toDatabaseError(error);
    }
  }

  async #take(): Promise<PoolClient> {
    const runner = this.host.dataSource.createQueryRunner();
    const client = (await runner.connect()) as PoolClient;
    try {
      await this.#applyScope(client);
    } catch (error) {
      await destroy(runner, error);
      throw error;
    }
    this.#runner = runner;
    this.host.opened(this);
    return client;
  }

  async #applyScope(client: PoolClient): Promise<void> {
    const scope = this.#scope;
    const partner = scope.kind === 'PARTNER' ? scope.partnerId : '';
    const customer = scope.kind === 'CONTACT' ? scope.customerId : '';
    const wanted = JSON.stringify([this.host.role, scope.kind, partner, customer]);
    if (scopeOfConnection.get(client) === wanted) return;
    scopeOfConnection.delete(client);
    await client.query(
      `select set_config('role', $1, false), set_config('plimsoll.viewer', $2, false),
              set_config('plimsoll.partner_id', $3, false), set_config('plimsoll.customer_id', $4, false)`,
      [this.host.role, scope.kind, partner, customer],
    );
    scopeOfConnection.set(client, wanted);
  }
}

/** `I` idle, `T` in a transaction, `E` in a failed one, as the server said with its last answer. */
function transactionStatus(client: PoolClient): string | null {
  return (client as unknown as { getTransactionStatus(): string | null }).getTransactionStatus();
}

/** Takes the connection out of the pool: what it last did is unknown. */
async function destroy(runner: QueryRunner, reason: unknown): Promise<void> {
  const releasing = runner as unknown as { releasePostgresConnection(error: unknown): Promise<void> };
  await releasing.releasePostgresConnection(reason instanceof Error ? reason : new Error(String(reason)));
}

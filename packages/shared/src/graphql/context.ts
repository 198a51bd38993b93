import DataLoader from 'dataloader';
import type { Database, Session } from '../database/index.js';
import { scopeOf, type Principal, type Scope } from '../principal/index.js';

/**
 * All that one request to one subgraph shares: who asks, one database session under that caller's scope,
 * the loaders, and one instant that stands for "now" throughout.
 */
export class RequestContext {
  readonly principal: Principal;
  readonly requestId: string;
  readonly scope: Scope;
  readonly now: Date;
  readonly session: Session;
  // Not a `#` field: Apollo Server gives each operation a shallow copy of its context, which would lack it.
  private readonly loaders = new Map<string, unknown>();

  constructor(options: { principal: Principal; requestId: string; database: Database; now: Date }) {
    this.principal = options.principal;
    this.requestId = options.requestId;
    this.now = options.now;
    this.scope = scopeOf(options.principal);
    this.session = options.database.session(this.scope);
  }

  /**
   * The request's loader of this name, made on first use.
   *
   * @param name unique to what is loaded and to its arguments
   * @param load returns one slot a key, in key order; null where there is none
   */
  loader<Key, Value>(
    name: string,
    load: (keys: readonly Key[]) => Promise<(Value | null)[]>,
    cacheKey?: (key: Key) => string,
  ): DataLoader<Key, Value | null, unknown> {
    const existing = this.loaders.get(name);
    if (existing) return existing as DataLoader<Key, Value | null, unknown>;
    const made = new DataLoader<Key, Value | null, unknown>(load, cacheKey ? { cacheKeyFn: cacheKey } : {});
    this.loaders.set(name, made);
    return made;
  }

  /** Forgets what was loaded; after a mutation, so that its payload shows what it changed. */
  clearLoaders(): void {
    this.loaders.clear();
  }

  /** Gives the database client back. */
  async dispose(): Promise<void> {
    await this.session.release();
  }
}

import type { Session } from '@plimsoll/shared';
import { readHitPieces, readPieceCustomers } from './asset-trouble.store.js';

/** Customers kept in all pieces together; above it everything is forgotten. */
const CUSTOMER_LIMIT = 2_000_000;

/**
 * Whom the pieces of the ledger hit, as this process has read them: a piece has another key where its customers become
 * others. Which pieces there are is asked each time. For viewers who see every customer only.
 */
export class HitCustomerMemory {
  /** Numbers of customers, from 0 on. */
  readonly #numbers = new Map<string, number>();
  /** The numbers of a piece's customers, by its key. */
  readonly #pieces = new Map<string, Uint32Array>();
  #kept = 0;

  /**
   * How many customers each of these assets has hit through unplanned incidents between two instants. One statement, and
   * one more where there are pieces that have not been read.
   */
  async count(
    session: Session,
    assetIds: readonly string[],
    period: { from: Date; to: Date },
  ): Promise<Map<string, number>> {
    const rows = await readHitPieces(session, assetIds, period);
    const keys = new Set(rows.flatMap((row) => row.keys));
    const pieces = await this.#read(session, keys);
    return new Map(rows.map((row) => [row.assetId, this.#distinct(row.keys, pieces)]));
  }

  async #read(session: Session, keys: ReadonlySet<string>): Promise<ReadonlyMap<string, Uint32Array>> {
    const found = new Map<string, Uint32Array>();
    const missing: string[] = [];
    for (const key of keys) {
      const known = this.#pieces.get(key);
      if (known) found.set(key, known);
      else missing.push(key);
    }
    if (missing.length === 0) return found;
    for (const { key, customerIds } of await readPieceCustomers(session, missing)) {
      const piece = Uint32Array.from(customerIds.split(','), (id) => this.#numberOf(id));
      found.set(key, piece);
      if (this.#pieces.has(key)) continue;
      if (this.#kept + piece.length > CUSTOMER_LIMIT) {
        this.#pieces.clear();
        this.#kept = 0;
      }
      this.#pieces.set(key, piece);
      this.#kept += piece.length;
    }
    return found;
  }

  #numberOf(customerId: string): number {
    const known = this.#numbers.get(customerId);
    if (known !== undefined) return known;
    const number = this.#numbers.size;
    this.#numbers.set(customerId, number);
    return number;
  }

  #distinct(keys: readonly string[], pieces: ReadonlyMap<string, Uint32Array>): number {
    const seen = new Uint8Array(this.#numbers.size);
    let count = 0;
    for (const key of keys) {
      for (const number of pieces.get(key) ?? []) {
        if (seen[number] === 1) continue;
        seen[number] = 1;
        count += 1;
      }
    }
    return count;
  }
}

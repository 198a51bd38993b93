import type { Session } from '@plimsoll/shared';
import { ledgerIndex, type LedgerIndex } from './ledger.rules.js';
import { readPieces } from './ledger.store.js';

/** Customer ids kept in all pieces together; above it the pieces are forgotten. */
const CUSTOMER_LIMIT = 2_000_000;
/** Indexes kept: intervals asked for lately. */
const INDEX_LIMIT = 4;

/**
 * What this process has read of the ledger: a piece of a statement changes by merges of customers alone, and has another
 * key then, so that its customers are read once.
 * Which pieces there are is asked each time, with one statement. For viewers who see every customer only.
 */
export class LedgerMemory {
  readonly #customerIds = new Map<string, string>();
  #customers = 0;
  /** By the keys of the pieces, least lately used first. */
  readonly #indexes = new Map<string, LedgerIndex>();

  /** The impacts that touch an interval (epoch milliseconds) as of this moment. The session sees all. */
  async upToDate(session: Session, from: number, to: number): Promise<LedgerIndex> {
    const known = new Map(this.#customerIds);
    const pieces = await readPieces(session, from, to, [...known.keys()]);
    const name = pieces.map((piece) => piece.key).join();
    const before = this.#indexes.get(name);
    const index =
      before ??
      ledgerIndex(
        pieces.map((piece) => ({ ...piece, customerIds: piece.customerIds ?? known.get(piece.key) ?? '' })),
      );
    this.#indexes.delete(name);
    this.#indexes.set(name, index);
    for (const oldest of this.#indexes.keys()) {
      if (this.#indexes.size <= INDEX_LIMIT) break;
      this.#indexes.delete(oldest);
    }
    for (const { key, customerIds } of pieces) {
      if (customerIds !== null && !this.#customerIds.has(key)) this.#remember(key, customerIds);
    }
    return index;
  }

  #remember(key: string, customerIds: string): void {
    const count = customerIds.split(',').length;
    if (this.#customers + count > CUSTOMER_LIMIT) {
      this.#customerIds.clear();
      this.#customers = 0;
    }
    this.#customerIds.set(key, customerIds);
    this.#customers += count;
  }
}

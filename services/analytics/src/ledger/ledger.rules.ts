import type { Impact } from '../availability/index.js';

/** A piece of the ledger: the customers of a product hit alike by an incident. Instants in epoch milliseconds. */
export interface LedgerPiece {
  incidentId: string;
  productId: string;
  state: 'DOWN' | 'DEGRADED' | 'UNKNOWN';
  from: number;
  to: number | null;
  planned: boolean;
  announcedFrom: number | null;
  announcedTo: number | null;
  noticeGivenAt: number | null;
  /** Ids, set apart by commas. */
  customerIds: string;
}

/** A piece of a statement on one customer, whether it counts or not. Instants in epoch milliseconds. */
export interface StatedPiece extends Omit<LedgerPiece, 'customerIds'> {
  customerId: string;
  version: number;
  recordedAt: number;
  /** Null while it is the newest. */
  supersededAt: number | null;
}

/** Impacts by product, then customer. Customers hit by the same pieces have the same array. */
export type LedgerIndex = ReadonlyMap<string, ReadonlyMap<string, readonly Impact[]>>;

const NONE: readonly Impact[] = [];

/** Sets pieces of the ledger out by product and customer. */
export function ledgerIndex(pieces: readonly LedgerPiece[]): LedgerIndex {
  const index = new Map<string, Map<string, readonly Impact[]>>();
  for (const piece of pieces) {
    if (piece.customerIds === '') continue;
    const { incidentId, productId, state, from, to, announcedFrom, announcedTo, noticeGivenAt } = piece;
    const isMaintenance = piece.planned && announcedFrom !== null && announcedTo !== null;
    const maintenance = isMaintenance ? { announcedFrom, announcedTo, noticeGivenAt } : null;
    const impact: Impact = { incidentId, state, from, to, maintenance };
    const customers = index.get(productId) ?? new Map<string, readonly Impact[]>();
    index.set(productId, customers);
    const extended = new Map<readonly Impact[], readonly Impact[]>();
    for (const customerId of piece.customerIds.split(',')) {
      const before = customers.get(customerId) ?? NONE;
      let after = extended.get(before);
      if (after === undefined) extended.set(before, (after = [...before, impact]));
      customers.set(customerId, after);
    }
  }
  return index;
}

/** The impacts on a customer's product. */
export function impactsOn(index: LedgerIndex, customerId: string, productId: string): readonly Impact[] {
  return index.get(productId)?.get(customerId) ?? NONE;
}

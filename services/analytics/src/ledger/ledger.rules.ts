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

/** Impacts by customer and product. */
export type LedgerIndex = ReadonlyMap<string, ReadonlyMap<string, readonly Impact[]>>;

const NONE: readonly Impact[] = [];

/** Sets pieces of the ledger out by customer and product; customers hit alike share the impact objects. */
export function ledgerIndex(pieces: readonly LedgerPiece[]): LedgerIndex {
  const index = new Map<string, Map<string, Impact[]>>();
  for (const piece of pieces) {
    const { incidentId, productId, state, from, to, announcedFrom, announcedTo, noticeGivenAt } = piece;
    const isMaintenance = piece.planned && announcedFrom !== null && announcedTo !== null;
    const maintenance = isMaintenance ? { announcedFrom, announcedTo, noticeGivenAt } : null;
    const impact: Impact = { incidentId, state, from, to, maintenance };
    for (const customerId of piece.customerIds.split(',')) {
      let products = index.get(customerId);
      if (products === undefined) index.set(customerId, (products = new Map()));
      const impacts = products.get(productId);
      if (impacts === undefined) products.set(productId, [impact]);
      else impacts.push(impact);
    }
  }
  return index;
}

/** The impacts on a customer's product. */
export function impactsOn(index: LedgerIndex, customerId: string, productId: string): readonly Impact[] {
  return index.get(customerId)?.get(productId) ?? NONE;
}

import type { ServiceAccount } from '../account/index.js';
import {
  agreementsOfMonth,
  explainMonth,
  intersection,
  totalMs,
  unionOf,
  type Agreement,
  type ExplainedInterval,
  type Interval,
} from '../availability/index.js';
import { impactsOn, type LedgerIndex } from '../ledger/index.js';

/** An explained stretch of a customer's product under an agreement. */
export interface ProductInterval extends ExplainedInterval {
  readonly productId: string;
  readonly agreementId: string;
  /** Weight of each second, decimal 0–1. */
  readonly weight: string;
}

/** The stretches in which any of a customer's products was not simply up in a month, by product, agreement and time. */
export function intervalsOf(
  account: ServiceAccount,
  month: string,
  asOf: number,
  agreements: ReadonlyMap<string, Agreement>,
  ledger: LedgerIndex,
): ProductInterval[] {
  const { customerId, timeZone } = account;
  return account.products.flatMap((product) => {
    const impacts = impactsOn(ledger, customerId, product.productId);
    if (impacts.length === 0) return [];
    return agreementsOfMonth(product.candidatesAmong(agreements), timeZone, month).flatMap(
      ({ agreement, within }) =>
        explainMonth({ impacts, agreement, timeZone, month, asOf, within }).map((interval) => ({
          ...interval,
          productId: product.productId,
          agreementId: agreement.id,
          weight: { DOWN: '1', DEGRADED: agreement.degradedWeight, UNKNOWN: '0' }[interval.state],
        })),
    );
  });
}

/** What an incident did to a customer within a month. Epoch milliseconds. */
export interface MonthIncident {
  readonly incidentId: string;
  /** Whether it was announced maintenance. */
  readonly planned: boolean;
  readonly productIds: readonly string[];
  /** The first instant of its impact, within the month or before; `to` the last one's end, null while it lasts. */
  readonly from: number;
  readonly to: number | null;
  /** Wall-clock milliseconds of the month in which it made any product worse. */
  readonly lengthMs: number;
}

/** The incidents that hit a customer in a month up to an instant, in order of their beginning. */
export function incidentsOf(
  customerId: string,
  month: Interval,
  asOf: number,
  ledger: LedgerIndex,
): MonthIncident[] {
  const found = new Map<
    string,
    { productIds: Set<string>; planned: boolean; from: number; to: number | null; pieces: Interval[] }
  >();
  for (const [productId, customers] of ledger) {
    for (const { incidentId, state, from, to, maintenance } of customers.get(customerId) ?? []) {
      const piece = intersection({ from, to: Math.min(to ?? asOf, asOf) }, month);
      if (piece === null || state === 'UNKNOWN') continue;
      const known = found.get(incidentId);
      if (known === undefined) {
        found.set(incidentId, {
          productIds: new Set([productId]),
          planned: maintenance !== null,
          from,
          to,
          pieces: [piece],
        });
        continue;
      }
      known.productIds.add(productId);
      known.from = Math.min(known.from, from);
      known.to = known.to === null || to === null ? null : Math.max(known.to, to);
      known.pieces.push(piece);
    }
  }
  return [...found]
    .map(([incidentId, { productIds, planned, from, to, pieces }]) => ({
      incidentId,
      planned,
      productIds: [...productIds].sort(),
      from,
      to,
      lengthMs: totalMs(unionOf(pieces)),
    }))
    .sort((a, b) => a.from - b.from || (a.incidentId < b.incidentId ? -1 : 1));
}

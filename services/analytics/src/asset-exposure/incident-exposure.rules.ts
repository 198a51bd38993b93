import { dateAt, type ServiceAccount } from '../account/index.js';
import { totalMs, unionOf, type Agreement, type Impact } from '../availability/index.js';
import { avoidedBy, CutIndexing, downTimes, without, type Work } from '../avoidance/index.js';
import type { LedgerIndex } from '../ledger/index.js';

/** What an incident did, by the ledger. */
export interface IncidentExposure {
  readonly customerCount: number;
  /** Sorted. */
  readonly productIds: readonly string[];
  /** Added up over customers × products, of each the union of its own intervals. */
  readonly downSeconds: number;
  /** The same for `DEGRADED`, without what was `DOWN`. */
  readonly degradedSeconds: number;
  /** Credits that would not be owed without it, by local month, then currency, in 10^−10 of the currency's unit. */
  readonly credits: ReadonlyMap<string, ReadonlyMap<string, bigint>>;
  /** What its customers paid a month on their own day on which it began. */
  readonly revenue: ReadonlyMap<string, bigint>;
}

/** Customers of a product that an incident hit alike. */
interface Hit {
  readonly productId: string;
  readonly impacts: readonly Impact[];
  readonly customerIds: readonly string[];
}

/**
 * What each of some incidents did, up to an instant. Credits are those of whole months: what the ledger owes, minus what
 * it would owe without the incident, all others staying as they are.
 *
 * @param ledger the impacts on all customers of these incidents in all local months that they touch
 * @param asOf epoch milliseconds
 */
export function* incidentExposures(
  incidents: readonly { readonly id: string; readonly startedAt: number }[],
  known: {
    accounts: ReadonlyMap<string, ServiceAccount>;
    agreements: ReadonlyMap<string, Agreement>;
    ledger: LedgerIndex;
  },
  asOf: number,
): Work<IncidentExposure[]> {
  const hits = hitsOf(known.ledger, new Set(incidents.map(({ id }) => id)));
  const exposures: IncidentExposure[] = [];
  for (const { id, startedAt } of incidents) {
    const own = hits.get(id) ?? [];
    const cuts = new CutIndexing();
    const customers = new Set<string>();
    let [downMs, degradedMs] = [0, 0];
    for (const { productId, impacts, customerIds } of own) {
      const down = downTimes(impacts, asOf);
      const degraded = unionOf(
        impacts.flatMap(({ state, from, to }) =>
          state === 'DEGRADED' ? [{ from, to: Math.min(to ?? asOf, asOf) }] : [],
        ),
      );
      downMs += totalMs(down) * customerIds.length;
      degradedMs += totalMs(without(degraded, down)) * customerIds.length;
      for (const customerId of customerIds) customers.add(customerId);
      const from = Math.min(...impacts.map((impact) => impact.from));
      cuts.add(productId, { incidentId: id, would: 'UP', from, to: Infinity }, customerIds);
    }
    exposures.push({
      customerCount: customers.size,
      productIds: [...new Set(own.map(({ productId }) => productId))].sort(),
      downSeconds: downMs / 1000,
      degradedSeconds: degradedMs / 1000,
      credits: (yield* avoidedBy({ ...known, cuts: cuts.index, asOf })).credits,
      revenue: revenueOf(customers, known.accounts, startedAt),
    });
    yield;
  }
  return exposures;
}

function hitsOf(ledger: LedgerIndex, incidentIds: ReadonlySet<string>): Map<string, Hit[]> {
  const hits = new Map<string, Hit[]>();
  for (const [productId, customers] of ledger) {
    const alike = new Map<readonly Impact[], string[]>();
    for (const [customerId, impacts] of customers) {
      const same = alike.get(impacts);
      if (same) same.push(customerId);
      else alike.set(impacts, [customerId]);
    }
    for (const [impacts, customerIds] of alike) {
      for (const id of new Set(impacts.map(({ incidentId }) => incidentId))) {
        if (!incidentIds.has(id)) continue;
        const own = impacts.filter(({ incidentId, state }) => incidentId === id && state !== 'UNKNOWN');
        if (own.length > 0) hits.set(id, [...(hits.get(id) ?? []), { productId, impacts: own, customerIds }]);
      }
    }
  }
  return hits;
}

function revenueOf(
  customerIds: Iterable<string>,
  accounts: ReadonlyMap<string, ServiceAccount>,
  at: number,
): Map<string, bigint> {
  const revenue = new Map<string, bigint>();
  for (const id of customerIds) {
    const account = accounts.get(id);
    if (account === undefined) continue;
    for (const [currency, units] of account.revenueOn(dateAt(account.timeZone, at))) {
      revenue.set(currency, (revenue.get(currency) ?? 0n) + units);
    }
  }
  return revenue;
}

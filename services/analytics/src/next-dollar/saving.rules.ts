import { dateAt, type ServiceAccount, type Sums } from '../account/index.js';
import type { Agreement } from '../availability/index.js';
import { avoidedBy, CutIndexing, type Avoided, type AvoidedIncident, type Work } from '../avoidance/index.js';
import type { LedgerIndex } from '../ledger/index.js';
import type { KeptTrial } from '../redundancy-trial/index.js';

/** A time in which an asset or a group failed somebody; epoch milliseconds, half-open. */
export interface Failure {
  readonly from: number;
  readonly to: number;
  /** Sorted. */
  readonly incidentIds: readonly string[];
  readonly customerCount: number;
  /** What these customers paid a month on their own day on which it began, for all their `STANDARD` subscriptions. */
  readonly revenue: Sums;
}

/** What redundancy would have saved. */
export interface Saving extends Pick<Avoided, 'credits' | 'down'> {
  /** In order of time. */
  readonly failures: readonly Failure[];
}

/** The customers that a trial names, and the time it speaks of; `to` is `Infinity` where something lasts. */
export function extentOf({ customerSets, spared }: KeptTrial): {
  customerIds: string[];
  from: number;
  to: number;
} {
  return {
    customerIds: [...new Set(customerSets.flat())],
    from: spared.reduce((least, one) => Math.min(least, Date.parse(one.from)), Infinity),
    to: spared.reduce((most, one) => Math.max(most, one.to === null ? Infinity : Date.parse(one.to)), 0),
  };
}

/**
 * What a trial would have saved by what the ledger says: of what assets replayed only that counts which customers did
 * suffer.
 *
 * @param ledger the impacts on the customers in all local months that the trial touches
 * @param asOf epoch milliseconds
 */
export function* savingOf(
  { customerSets, spared }: KeptTrial,
  known: {
    accounts: ReadonlyMap<string, ServiceAccount>;
    agreements: ReadonlyMap<string, Agreement>;
    ledger: LedgerIndex;
  },
  asOf: number,
): Work<Saving> {
  const cuts = new CutIndexing();
  for (const { incidentId, productId, would, from, to, customers } of spared) {
    const cut = { incidentId, would, from: Date.parse(from), to: to === null ? Infinity : Date.parse(to) };
    cuts.add(productId, cut, customerSets[customers] ?? []);
  }
  const avoided = yield* avoidedBy({ ...known, cuts: cuts.index, asOf });
  const failures = overlapping(avoided.incidents).map((incidents): Failure => {
    const from = Math.min(...incidents.map((one) => one.from));
    const customerIds = new Set(incidents.flatMap((one) => [...one.customerIds]));
    return {
      from,
      to: Math.max(...incidents.map((one) => one.to)),
      incidentIds: incidents.map(({ incidentId }) => incidentId).sort(),
      customerCount: customerIds.size,
      revenue: revenueAt(customerIds, known.accounts, from),
    };
  });
  return { credits: avoided.credits, down: avoided.down, failures };
}

/** Incidents that overlap in time failed the same thing: in sets, in order of time. */
function overlapping(incidents: readonly AvoidedIncident[]): AvoidedIncident[][] {
  const sets: AvoidedIncident[][] = [];
  let end = -Infinity;
  for (const incident of [...incidents].sort((a, b) => a.from - b.from)) {
    const last = sets.at(-1);
    if (last && incident.from < end) last.push(incident);
    else sets.push([incident]);
    end = Math.max(end, incident.to);
  }
  return sets;
}

function revenueAt(
  customerIds: Iterable<string>,
  accounts: ReadonlyMap<string, ServiceAccount>,
  at: number,
): Sums {
  const dates = new Map<string, string>();
  const revenue = new Map<string, bigint>();
  for (const id of customerIds) {
    const account = accounts.get(id);
    if (account === undefined) continue;
    let date = dates.get(account.timeZone);
    if (date === undefined) dates.set(account.timeZone, (date = dateAt(account.timeZone, at)));
    for (const [currency, units] of account.revenueOn(date)) {
      revenue.set(currency, (revenue.get(currency) ?? 0n) + units);
    }
  }
  return revenue;
}

import { dateAt, NO_SUMS, sumOf, type ServiceAccount } from '../account/index.js';
import type { Agreement } from '../availability/index.js';
import type { CustomerOutages } from '../exposure/index.js';
import { impactsOn, type LedgerIndex } from '../ledger/index.js';
import { SlotCuts } from './slot-cuts.rules.js';
import { SlotRuns } from './slot-runs.rules.js';
import { SlotTotals, type SlotFigures } from './slot-totals.rules.js';

/** What figures are worked out from. */
export interface SlotFacts {
  readonly accounts: ReadonlyMap<string, ServiceAccount>;
  readonly agreements: ReadonlyMap<string, Agreement>;
  readonly ledger: LedgerIndex;
}

/**
 * What a change would do in each of many slots of one length, given what its outage would do over the whole of a
 * longer interval. Each figure equals that of a what-if whose interval is the slot.
 *
 * A customer's figures are worked out once for all slots that lie in the same month, under the same agreements and
 * amid the same states: they depend on nothing else of a slot. So the work grows with what happens in the interval, not
 * with the number of slots.
 *
 * @param outages simulated over an interval that holds every slot, and begins at its `asOf`
 * @param starts in ascending order, none before the interval begins
 */
export function slotFigures(
  outages: CustomerOutages,
  durationMs: number,
  starts: readonly number[],
  facts: SlotFacts,
): SlotFigures[] {
  const cuts = new SlotCuts(outages, durationMs);
  const runs = new SlotRuns(outages, durationMs, starts, cuts);
  const totals = new SlotTotals(starts.length);
  const dates = new Map<string, string>();

  for (const { id, patterns } of outages.customers) {
    const account = facts.accounts.get(id);
    if (account === undefined) continue;
    const { timeZone } = account;
    const subjects = patterns.flatMap((index) => {
      const pattern = outages.patterns[index];
      if (pattern === undefined) return [];
      const product = account.products.find(({ productId }) => productId === pattern.productId);
      const candidates = product?.candidatesAmong(facts.agreements) ?? [];
      const base = impactsOn(facts.ledger, id, pattern.productId);
      return [{ kind: cuts.kindOf(index), product, candidates, base }];
    });
    let date = dates.get(timeZone);
    if (date === undefined) dates.set(timeZone, (date = dateAt(timeZone, outages.question.asOf)));
    const revenue = account.revenueOn(date);

    for (const run of runs.of(timeZone, subjects)) {
      const cut = cuts.at(starts[run.first] ?? 0);
      let isHit = false;
      let isBroken = false;
      let least: number | null = null;
      let credit = NO_SUMS;
      for (const { kind, product, candidates, base } of subjects) {
        const pattern = cut.statesOf(kind);
        if (pattern === null) continue;
        isHit = true;
        if (product === undefined) continue;
        for (const { figures, feeWithin } of cut.rowsOf({ pattern, timeZone, candidates, base })) {
          if (figures.breached) isBroken = true;
          if (least === null || figures.headroomSeconds < least) least = figures.headroomSeconds;
          const owed = product.creditFor(timeZone, figures.month, feeWithin, figures.creditPercent);
          credit = sumOf(credit, owed.sums);
        }
      }
      if (isHit) totals.add(run, { timeZone, isBroken, least, credit, revenue });
    }
  }
  return totals.figures(starts, durationMs);
}

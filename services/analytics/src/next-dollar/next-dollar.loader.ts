import { checkPageSize, minorUnitOf, type RequestContext } from '@plimsoll/shared';
import { Decimal } from 'decimal.js';
import type { Amount } from '../availability/index.js';
import { checkPeriod, monthsOf, type Period } from '../executive/index.js';
import { loadConversion, type Conversion, type Reporting } from '../exchange-rate/index.js';
import { lastDayOf } from '../month-figure/index.js';
import { findLastRun } from '../redundancy-trial/index.js';
import { rankedSavings, rationaleOf } from './next-dollar.rules.js';
import { readFailures, readSavings, type FailureRow, type SavingRow } from './next-dollar.store.js';
import type { AvoidableFailure, GroupStrength, NextDollar, RedundancyTrialRun } from './next-dollar.types.js';

/**
 * What redundancy would have saved in a period, ranked; one statement, and one more where amounts are foreign.
 *
 * @throws DomainError `INVALID` for the period or the number asked for
 */
export async function loadNextDollars(
  context: RequestContext,
  reporting: Reporting,
  { first, ...given }: Period & { first: number },
  asOf: Date,
): Promise<NextDollar[]> {
  checkPageSize(first);
  const asked = checkPeriod(given);
  const period = { from: asked.from, to: asked.to < asOf ? asked.to : asOf };
  if (period.from >= period.to) return [];
  const months = monthsOf(period).map(({ month }) => month);
  const rows = await readSavings(context.session, { ...period, months });
  const currencies = rows.flatMap(({ credits, revenue }) =>
    [...(credits ?? []), ...(revenue ?? [])].map(({ currency }) => currency),
  );
  const conversionOn = await loadConversion(context.session, reporting, currencies);
  const total = (amounts: SavingRow['credits']) =>
    sumOf(amounts ?? [], conversionOn, asOf, reporting.currency);
  const ranked = rankedSavings(
    rows.map(({ trialId, failureCount, downSeconds, credits, revenue }) => ({
      trialId,
      failureCount,
      downSeconds,
      credits: total(credits),
      revenue: total(revenue),
    })),
  ).slice(0, first);
  const byId = new Map(rows.map((row) => [row.trialId, row]));
  return ranked.map((one): NextDollar => {
    const row = byId.get(one.trialId)!;
    return {
      id: row.trialId,
      asset: { id: row.assetId },
      group: groupOf(row),
      failureCount: row.failureCount,
      creditsPaid: one.credits,
      monthlyRecurringRevenue: one.revenuePerFailure,
      costPerFailure: one.costPerFailure,
      avoidableDownSeconds: row.downSeconds,
      rationale: rationaleOf(one, row),
      computedAt: row.computedAt,
      period,
    };
  });
}

/** The replay that the rows rest on, or null; one statement. */
export function loadLastRun(context: RequestContext): Promise<RedundancyTrialRun | null> {
  return findLastRun(context.session);
}

/** The failures behind a row, batched over the rows of a request that ask for one period; one statement. */
export function loadFailures(
  context: RequestContext,
  { id, period }: Pick<NextDollar, 'id' | 'period'>,
): Promise<AvoidableFailure[]> {
  if (!period) return Promise.resolve([]);
  const name = `avoidable-failures:${period.from.getTime()}:${period.to.getTime()}`;
  return context
    .loader<string, AvoidableFailure[]>(name, async (ids) => {
      const byTrial = new Map<string, AvoidableFailure[]>();
      for (const row of await readFailures(context.session, ids, period)) {
        byTrial.set(row.trialId, [...(byTrial.get(row.trialId) ?? []), toFailure(row)]);
      }
      return ids.map((one) => byTrial.get(one) ?? []);
    })
    .load(id)
    .then((failures) => failures ?? []);
}

function toFailure({ incidentIds, revenue, ...row }: FailureRow): AvoidableFailure {
  return {
    startedAt: row.startedAt,
    endedAt: row.endedAt,
    customerCount: row.customerCount,
    incidents: incidentIds.map((id) => ({ id })),
    monthlyRecurringRevenue: revenue.map(({ amount, currency }) => ({
      amount: new Decimal(amount).toFixed(),
      currency,
    })),
  };
}

function groupOf({ groupName, minUp, strength, memberIds }: SavingRow): NextDollar['group'] {
  if (groupName === null) return null;
  return {
    name: groupName,
    minUp,
    strength: (strength ?? 'HARD') as string as GroupStrength,
    members: memberIds.map((id) => ({ id })),
  };
}

/** Amounts of months as one, each month converted at the rates of its last day; null where a rate is missing. */
function sumOf(
  amounts: readonly { month: string; currency: string; amount: string }[],
  conversionOn: (date: string) => Conversion,
  asOf: Date,
  currency: string,
): Amount | null {
  const byMonth = new Map<string, Amount[]>();
  for (const { month, ...amount } of amounts) byMonth.set(month, [...(byMonth.get(month) ?? []), amount]);
  let sum = new Decimal(0);
  for (const [month, own] of byMonth) {
    const { amount } = conversionOn(lastDayOf(month, asOf)).total(own);
    if (amount === null) return null;
    sum = sum.plus(amount.amount);
  }
  return { amount: sum.toFixed(minorUnitOf(currency)), currency };
}

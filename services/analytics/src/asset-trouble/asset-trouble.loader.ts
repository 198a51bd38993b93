import { checkPageSize, minorUnitOf, type Money, type RequestContext, type Session } from '@plimsoll/shared';
import { Decimal } from 'decimal.js';
import { checkPeriod, monthsOf, type MonthSlice, type Period } from '../executive/index.js';
import { loadConversion, type Conversion, type Reporting } from '../exchange-rate/index.js';
import {
  END_OF_TIME,
  lastDayOf,
  loadMonthFigures,
  type MonthFamily,
  type SliceFigures,
} from '../month-figure/index.js';
import { loadLiveMonths } from '../service-level-month/index.js';
import { rankedTrouble, type AssetsOfMonth, type AssetTrouble } from './asset-trouble.rules.js';
import { readTrouble } from './asset-trouble.store.js';
import type { TroublesomeAsset } from './asset-trouble.types.js';
import type { HitCustomerMemory } from './hit-customer.memory.js';

/** What is on record against assets in a month; an asset without anything is left out. */
export const assetMonths: MonthFamily<AssetsOfMonth> = {
  name: 'ASSETS',
  version: 2,
  facts: ['asset_impact', 'asset_incident', 'change', 'service_level_month'],
  measure: measureTrouble,
};

async function measureTrouble(
  session: Session,
  slices: readonly MonthSlice[],
  asOf: Date,
  context: RequestContext | null,
): Promise<SliceFigures<AssetsOfMonth>[]> {
  const isAhead = context === null || asOf >= END_OF_TIME;
  return readTrouble(session, slices, asOf, isAhead ? null : await loadLiveMonths(context, asOf));
}

/**
 * The most troublesome assets of a period as of an instant, the worst first.
 *
 * @throws DomainError `INVALID` for the period or the number asked for
 */
export async function loadTroublesomeAssets(
  context: RequestContext,
  { reporting, memory }: { reporting: Reporting; memory: HitCustomerMemory },
  { first, ...given }: Period & { first: number },
  asOf: Date,
): Promise<TroublesomeAsset[]> {
  checkPageSize(first);
  const period = checkPeriod(given);
  const slices = monthsOf(period).filter(({ from }) => from <= asOf);
  const months = await loadMonthFigures(context, assetMonths, slices, asOf);
  const worst = rankedTrouble(
    slices.map((slice, index) => ({ ...slice, assets: months[index] ?? {} })),
    asOf,
  ).slice(0, first);
  if (worst.length === 0) return [];
  const ids = worst.map(({ assetId }) => assetId);
  const to = period.to < asOf ? period.to : asOf;
  const customers = await memory.count(context.session, ids, { from: period.from, to });
  const currencies = worst.flatMap(({ credits }) =>
    credits.flatMap(({ amounts }) => amounts.map(({ currency }) => currency)),
  );
  const conversionOn = await loadConversion(context.session, reporting, currencies);
  return worst.map((one) => ({
    asset: { id: one.assetId },
    incidentCount: one.incidentCount,
    downSeconds: one.downSeconds,
    changesFailed: one.changesFailed,
    creditsPaid: creditsOf(one, conversionOn, asOf, reporting.currency),
    customerCount: customers.get(one.assetId) ?? 0,
  }));
}

/** The credits of all months together; each month is converted at the rates of its last day. */
function creditsOf(
  { credits }: AssetTrouble,
  conversionOn: (date: string) => Conversion,
  asOf: Date,
  currency: string,
): Money | null {
  let sum = new Decimal(0);
  for (const { month, amounts } of credits) {
    const { amount } = conversionOn(lastDayOf(month, asOf)).total(amounts);
    if (amount === null) return null;
    sum = sum.plus(amount.amount);
  }
  return { amount: sum.toFixed(minorUnitOf(currency)), currency };
}

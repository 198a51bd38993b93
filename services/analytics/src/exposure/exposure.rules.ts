import { candidatesOf, creditOf, dateAt, revenueOn, type ServiceAccount } from '../account/index.js';
import { exposureOf, monthBounds, monthOf, scaled } from '../availability/index.js';
import type { Agreement, Amount, ExposureFigures } from '../availability/index.js';
import { impactsOn, type LedgerIndex } from '../ledger/index.js';
import { hitsOf, type CustomerHit, type CustomerOutages } from './customer-outages.rules.js';

/** What an outage does to a customer's product in one local month under one agreement. */
export interface ExposedAgreementRow {
  readonly productId: string;
  readonly agreementId: string;
  readonly entitlementIds: readonly string[];
  readonly figures: ExposureFigures;
  /** Credit owed for the month after the outage, per currency; empty where none is. */
  readonly credits: readonly Amount[];
}

/** A customer that an outage hits. */
export interface ExposedCustomerRow {
  readonly account: ServiceAccount;
  readonly hit: CustomerHit;
  /** In order of product, month, then of the agreements ruling it. */
  readonly agreements: readonly ExposedAgreementRow[];
  /** Null where no agreement measures what is hit. */
  readonly leastHeadroomSeconds: number | null;
  /** What it pays a month as of the question's `asOf`, in 10^−10 of each currency's unit. */
  readonly revenue: ReadonlyMap<string, bigint>;
  /** Credits of all its rows, in 10^−10 of each currency's unit. */
  readonly credit: ReadonlyMap<string, bigint>;
}

/** What an outage exposes. */
export interface ExposureAnswer {
  readonly customers: readonly ExposedCustomerRow[];
  /** Customers with at least one agreement broken after the outage. */
  readonly breachCount: number;
  readonly leastHeadroomSeconds: number | null;
  /** In 10^−10 of each currency's unit. */
  readonly revenue: ReadonlyMap<string, bigint>;
  readonly credit: ReadonlyMap<string, bigint>;
}

/** Decimals of revenue and credit sums. */
const DECIMALS = 10;

/** The first instant of the local months, in any of these zones, that an instant lies in. */
export function earliestMonthStart(timeZones: Iterable<string>, instant: number): number {
  let earliest = instant;
  for (const timeZone of new Set(timeZones)) {
    earliest = Math.min(earliest, monthBounds(timeZone, monthOf(timeZone, instant)).from);
  }
  return earliest;
}

const parsedAmounts = new WeakMap<Amount, bigint>();

function unitsOf(amount: Amount): bigint {
  let units = parsedAmounts.get(amount);
  if (units === undefined) parsedAmounts.set(amount, (units = scaled(amount.amount, DECIMALS)));
  return units;
}

const NOTHING: ReadonlyMap<string, bigint> = new Map();

function sumOf(before: ReadonlyMap<string, bigint>, amounts: readonly Amount[]): ReadonlyMap<string, bigint> {
  const sum = new Map(before);
  for (const amount of amounts) add(sum, amount.currency, unitsOf(amount));
  return sum;
}

function add(totals: Map<string, bigint>, currency: string, units: bigint): void {
  totals.set(currency, (totals.get(currency) ?? 0n) + units);
}

/**
 * Weighs an outage against what is agreed with the customers it hits. Listed are the customers that are both hit and
 * among `accounts` (those the viewer may see), in the order of `outages`.
 *
 * @param agreements by id
 * @param ledger the impacts on these customers since the beginning of the months concerned
 */
export function exposureAnswer(
  outages: CustomerOutages,
  accounts: readonly ServiceAccount[],
  agreements: ReadonlyMap<string, Agreement>,
  ledger: LedgerIndex,
): ExposureAnswer {
  const byId = new Map(accounts.map((account) => [account.customerId, account]));
  const rowsOf = exposureOf(outages.question, outages.slices);
  const hitOf = hitsOf(outages);
  const dates = new Map<string, string>();
  const revenue = new Map<string, bigint>();
  const credit = new Map<string, bigint>();
  const customers: ExposedCustomerRow[] = [];
  let breachCount = 0;
  let leastHeadroomSeconds: number | null = null;

  for (const { id, patterns } of outages.customers) {
    const account = byId.get(id);
    if (account === undefined) continue;
    const rows = agreementRows(account, patterns);
    let least: number | null = null;
    let isBroken = false;
    let ownCredit: ReadonlyMap<string, bigint> = NOTHING;
    for (const { figures, credits } of rows) {
      if (least === null || figures.headroomSeconds < least) least = figures.headroomSeconds;
      if (figures.breached) isBroken = true;
      if (credits.length > 0) ownCredit = sumOf(ownCredit, credits);
    }
    let date = dates.get(account.timeZone);
    if (date === undefined) {
      date = dateAt(account.timeZone, outages.question.asOf);
      dates.set(account.timeZone, date);
    }
    const ownRevenue = revenueOn(account, date);
    for (const [currency, units] of ownRevenue) add(revenue, currency, units);
    for (const [currency, units] of ownCredit) add(credit, currency, units);
    if (isBroken) breachCount += 1;
    if (least !== null && (leastHeadroomSeconds === null || least < leastHeadroomSeconds)) {
      leastHeadroomSeconds = least;
    }
    customers.push({
      account,
      hit: hitOf(patterns),
      agreements: rows,
      leastHeadroomSeconds: least,
      revenue: ownRevenue,
      credit: ownCredit,
    });
  }
  return { customers, breachCount, leastHeadroomSeconds, revenue, credit };

  function agreementRows(account: ServiceAccount, patterns: readonly number[]): ExposedAgreementRow[] {
    const rows: ExposedAgreementRow[] = [];
    for (const index of patterns) {
      const pattern = outages.patterns[index];
      const product = account.products.find((one) => one.productId === pattern?.productId);
      if (pattern === undefined || product === undefined) continue;
      const { customerId, timeZone } = account;
      const measured = rowsOf({
        pattern: pattern.slices,
        timeZone,
        candidates: candidatesOf(product, agreements),
        base: impactsOn(ledger, customerId, product.productId),
      });
      for (const { agreement, entitlementIds, feeWithin, figures } of measured) {
        rows.push({
          productId: product.productId,
          agreementId: agreement.id,
          entitlementIds,
          figures,
          credits: creditOf(product, timeZone, figures.month, feeWithin, figures.creditPercent),
        });
      }
    }
    return rows;
  }
}

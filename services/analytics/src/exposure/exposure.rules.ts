import {
  addAll,
  dateAt,
  NO_SUMS,
  sumOf,
  type Credit,
  type ServiceAccount,
  type Sums,
} from '../account/index.js';
import { exposureOf } from '../availability/index.js';
import type { Agreement, ExposureRow } from '../availability/index.js';
import { impactsOn, type LedgerIndex } from '../ledger/index.js';
import { hitsOf, type CustomerHit, type CustomerOutages } from './customer-outages.rules.js';

/** What an outage does to a customer's product in one local month under one agreement. */
export interface ExposedAgreementRow {
  readonly productId: string;
  readonly measured: ExposureRow;
  /** Owed for the month after the outage. */
  readonly credit: Credit;
}

/** A customer that an outage hits. */
export interface ExposedCustomerRow {
  readonly account: ServiceAccount;
  readonly hit: CustomerHit;
  /** In order of product, month, then of the agreements ruling it. */
  readonly agreements: readonly ExposedAgreementRow[];
  /** Null where no agreement measures what is hit. */
  readonly leastHeadroomSeconds: number | null;
  /** What it pays a month as of the question's `asOf`. */
  readonly revenue: Sums;
  /** Credits of all its rows. */
  readonly credit: Sums;
}

/** What an outage exposes. */
export interface ExposureAnswer {
  readonly customers: readonly ExposedCustomerRow[];
  /** Customers with at least one agreement broken after the outage. */
  readonly breachCount: number;
  readonly leastHeadroomSeconds: number | null;
  readonly revenue: Sums;
  readonly credit: Sums;
}

const HOUR_MS = 3_600_000;

/** An instant at or before the start of the local month, in whatever time zone, that an instant lies in. */
export function earliestMonthStart(instant: number): number {
  const latestZone = new Date(instant - 12 * HOUR_MS);
  return Date.UTC(latestZone.getUTCFullYear(), latestZone.getUTCMonth(), 1) - 14 * HOUR_MS;
}

/**
 * The states of every pattern, as one object where they are equal: patterns of customers that are hit through assets of
 * their own differ in the cause alone, and what is worked out for one holds for all.
 */
function sharedStates({ patterns }: CustomerOutages): CustomerOutages['patterns'][number]['slices'][] {
  const known = new Map<string, CustomerOutages['patterns'][number]['slices']>();
  return patterns.map(({ slices }) => {
    const key = slices.join(';');
    const same = known.get(key);
    if (same !== undefined) return same;
    known.set(key, slices);
    return slices;
  });
}

/**
 * Weighs an outage against what is agreed with the customers it hits. Listed are the customers that are both hit and
 * among `accounts` (those the viewer may see), in the order of `outages`.
 *
 * @param accounts by id, maybe more than are hit
 * @param agreements by id
 * @param ledger the impacts on these customers since the beginning of the months concerned
 */
export function exposureAnswer(
  outages: CustomerOutages,
  accounts: ReadonlyMap<string, ServiceAccount>,
  agreements: ReadonlyMap<string, Agreement>,
  ledger: LedgerIndex,
): ExposureAnswer {
  const rowsOf = exposureOf(outages.question, outages.slices);
  const statesOf = sharedStates(outages);
  const hitOf = hitsOf(outages);
  const dates = new Map<string, string>();
  const revenue = new Map<string, bigint>();
  const credit = new Map<string, bigint>();
  const customers: ExposedCustomerRow[] = [];
  let breachCount = 0;
  let leastHeadroomSeconds: number | null = null;

  for (const { id, patterns } of outages.customers) {
    const account = accounts.get(id);
    if (account === undefined) continue;
    const rows = agreementRows(account, patterns);
    let least: number | null = null;
    let isBroken = false;
    let ownCredit = NO_SUMS;
    for (const { measured, credit: owed } of rows) {
      const { figures } = measured;
      if (least === null || figures.headroomSeconds < least) least = figures.headroomSeconds;
      if (figures.breached) isBroken = true;
      ownCredit = sumOf(ownCredit, owed.sums);
    }
    let date = dates.get(account.timeZone);
    if (date === undefined) {
      date = dateAt(account.timeZone, outages.question.asOf);
      dates.set(account.timeZone, date);
    }
    const ownRevenue = account.revenueOn(date);
    addAll(revenue, ownRevenue);
    addAll(credit, ownCredit);
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
    const { customerId, timeZone } = account;
    for (const index of patterns) {
      const pattern = outages.patterns[index];
      if (pattern === undefined) continue;
      const { productId } = pattern;
      const product = account.products.find((one) => one.productId === productId);
      if (product === undefined) continue;
      const candidates = product.candidatesAmong(agreements);
      const base = impactsOn(ledger, customerId, productId);
      const states = statesOf[index] ?? pattern.slices;
      for (const measured of rowsOf({ pattern: states, timeZone, candidates, base })) {
        const { month, creditPercent } = measured.figures;
        const credit = product.creditFor(timeZone, month, measured.feeWithin, creditPercent);
        rows.push({ productId, measured, credit });
      }
    }
    return rows;
  }
}

import type { ServiceAccount } from '../account/index.js';
import { addMonths, monthBounds, monthOf } from '../availability/index.js';
import type { Agreement, Amount, Impact } from '../availability/index.js';
import type { LedgerIndex } from '../ledger/index.js';
import { serviceLevelsOf } from '../service-level/index.js';

/** Months of a customer that are kept at most, the current one among them: the longest period anybody asks about. */
const MONTHS_KEPT = 121;
/** How often an impact that lasts is counted anew. */
const OPEN_IMPACT_MS = 60_000;

/** A customer's product in one month of its own under one agreement, as it is kept. Decimals are strings. */
export interface ServiceLevelMonth {
  readonly customerId: string;
  readonly productId: string;
  readonly agreementId: string;
  readonly month: string;
  readonly lengthSeconds: string;
  readonly countedSeconds: string;
  readonly excludedSeconds: string;
  readonly unknownSeconds: string;
  readonly uptime: string | null;
  readonly uptimeTarget: string;
  readonly headroomSeconds: string;
  readonly breached: boolean;
  readonly creditPercent: string;
  readonly credits: readonly Amount[];
}

/** The customer-months that what is kept says otherwise than an instant does, and what is right then. */
export interface LiveMonths {
  readonly claims: readonly { customerId: string; month: string }[];
  readonly rows: readonly ServiceLevelMonth[];
}

/** A stretch of instants in which something changed, epoch milliseconds; infinite where all of time may have. */
export interface StaleStretch {
  readonly from: number;
  readonly to: number;
}

/** What measuring a customer anew gave. */
export interface MeasuredMonths {
  /** The months measured, `YYYY-MM`: what is kept of others stays. */
  readonly monthFrom: string;
  readonly monthTo: string;
  readonly rows: readonly ServiceLevelMonth[];
  /** When time alone changes a figure next, epoch milliseconds; null: as before. */
  readonly dueAt: number | null;
}

const seconds = (ms: number) => (ms / 1000).toFixed(3);

/**
 * The first date from which an agreement may rule a product of the customer (`YYYY-MM-DD`): null where no bound says,
 * undefined where the customer is entitled to nothing.
 */
export function entitledFrom(
  account: ServiceAccount,
  agreements: ReadonlyMap<string, Agreement>,
): string | null | undefined {
  let first: string | undefined;
  for (const product of account.products) {
    for (const { validFrom, agreement } of product.candidatesAmong(agreements)) {
      if (validFrom === null && agreement.validFrom === null) return null;
      const from = (validFrom ?? '') > (agreement.validFrom ?? '') ? validFrom : agreement.validFrom;
      if (from !== null && (first === undefined || from < first)) first = from;
    }
  }
  return first;
}

/**
 * Measures the months of a customer that a stretch of time touches, from the first it is entitled in (where no date
 * says: the first in which the ledger names it) to that of `now`, at most 121.
 *
 * @param stale where the customer has no first date of entitlement, all of time
 * @param ledger what touches `stale` or comes after it
 */
export function measureMonths(
  account: ServiceAccount,
  stale: StaleStretch,
  now: number,
  agreements: ReadonlyMap<string, Agreement>,
  ledger: LedgerIndex,
): MeasuredMonths {
  const { customerId, timeZone } = account;
  const current = monthOf(timeZone, now);
  const byProduct = account.products.map(
    ({ productId }) => [productId, ledger.get(productId)?.get(customerId) ?? []] as const,
  );
  const impacts = byProduct.flatMap(([, own]) => own);
  const first = firstMonth(account, agreements, impacts, current);
  const all = stale.from === -Infinity;
  const from = all ? first : later(first, monthOf(timeZone, stale.from));
  const to = stale.to >= now ? current : monthOf(timeZone, Math.max(stale.from, stale.to));
  const rows: ServiceLevelMonth[] = [];
  for (let month = from; month <= to; month = addMonths(month, 1)) {
    const bounds = monthBounds(timeZone, month);
    const touching: LedgerIndex = new Map(
      byProduct.map(([productId, own]) => [
        productId,
        new Map([[customerId, own.filter((one) => one.from < bounds.to && (one.to ?? now) > bounds.from)]]),
      ]),
    );
    rows.push(...monthRows(account, month, now, agreements, touching));
  }
  return {
    monthFrom: all ? '0000-00' : from,
    monthTo: to === current ? '9999-99' : to,
    rows,
    dueAt: to === current ? nextDue(impacts, monthBounds(timeZone, current).to, now) : null,
  };
}

function firstMonth(
  account: ServiceAccount,
  agreements: ReadonlyMap<string, Agreement>,
  impacts: readonly Impact[],
  current: string,
): string {
  const entitled = entitledFrom(account, agreements);
  const earliest = impacts.reduce((least, { from }) => Math.min(least, from), Infinity);
  const first =
    entitled?.slice(0, 7) ?? (earliest === Infinity ? current : monthOf(account.timeZone, earliest));
  return later(first, addMonths(current, 1 - MONTHS_KEPT));
}

const later = (a: string, b: string) => (a > b ? a : b);

/** The rows of one month as of an instant (epoch milliseconds): what `serviceLevelsOf` says of it. */
export function monthRows(
  account: ServiceAccount,
  month: string,
  asOf: number,
  agreements: ReadonlyMap<string, Agreement>,
  ledger: LedgerIndex,
): ServiceLevelMonth[] {
  return serviceLevelsOf(account, month, asOf, agreements, ledger).map(
    ({ productId, agreementId, measure, credits }) => ({
      customerId: account.customerId,
      productId,
      agreementId,
      month,
      lengthSeconds: seconds(measure.lengthMs),
      countedSeconds: measure.countedSeconds,
      excludedSeconds: seconds(measure.excludedMs),
      unknownSeconds: seconds(measure.unknownMs),
      uptime: measure.uptime,
      uptimeTarget: agreements.get(agreementId)?.uptimeTarget ?? '0',
      headroomSeconds: measure.headroomSeconds,
      breached: measure.breached,
      creditPercent: measure.creditPercent,
      credits,
    }),
  );
}

function nextDue(impacts: readonly Impact[], nextMonth: number, now: number): number {
  let due = nextMonth;
  for (const { from, to } of impacts) {
    if (from > now) due = Math.min(due, from);
    else if (to === null || to > now) due = Math.min(due, to ?? Infinity, now + OPEN_IMPACT_MS);
  }
  return due;
}

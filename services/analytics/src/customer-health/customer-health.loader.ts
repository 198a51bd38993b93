import type { RequestContext, Session } from '@plimsoll/shared';
import { DateTime } from 'luxon';
import { loadAccounts, loadAgreements } from '../account/index.js';
import { monthBounds, monthOf } from '../availability/index.js';
import { loadLedger } from '../ledger/index.js';
import { serviceLevelsOf } from '../service-level/index.js';
import { compareUse, readUsageWindows } from '../usage-trend/index.js';
import {
  changeSince,
  healthOf,
  MONTHS,
  TREND_DAYS,
  trendOf,
  type HealthServiceLevel,
  type HealthTrend,
  type MeasuredHealth,
} from './customer-health.rules.js';
import { readHealthFacts } from './customer-health.store.js';

/** A customer's health at an instant, and how far it is from that of thirty days before. */
export interface LoadedHealth extends MeasuredHealth {
  /** Points; null where the two share no part. */
  readonly change: number | null;
  readonly trend: HealthTrend;
}

const TREND_MS = TREND_DAYS * 86_400_000;

/**
 * A customer's health, batched over the customers of a request; null for contacts (it is the company's own judgement),
 * where the caller does not see the customer, and where nothing is known of it. Five statements, however many.
 *
 * @param at nothing after it counts; the instant of the request by default
 */
export function loadCustomerHealth(
  context: RequestContext,
  customerId: string,
  at: Date = context.now,
): Promise<LoadedHealth | null> {
  if (['CONTACT', 'NOBODY'].includes(context.scope.kind)) return Promise.resolve(null);
  return context
    .loader<string, LoadedHealth>(`customer-health:${at.getTime()}`, async (ids) => {
      const measured = await measureHealth(context.session, ids, at);
      return ids.map((id) => measured.get(id) ?? null);
    })
    .load(customerId);
}

/** The health of those of these customers that the session's scope sees and of whom anything is known; five statements. */
export async function measureHealth(
  session: Session,
  customerIds: readonly string[],
  at: Date,
): Promise<Map<string, LoadedHealth>> {
  const instants = [at, new Date(at.getTime() - TREND_MS)];
  const accounts = await loadAccounts(session, customerIds);
  if (accounts.length === 0) return new Map();
  const levels = await loadLevels(session, accounts, instants);
  const ids = accounts.map((account) => account.customerId);
  const rows = await readHealthFacts(session, ids, instants);
  const usage = await loadUsage(session, ids, instants);
  const scores = new Map(
    rows.map((row) => {
      const key = `${row.customerId} ${row.place}`;
      return [key, healthOf({ ...row, serviceLevels: levels.get(key) ?? [], usage: usage.get(key) ?? [] })];
    }),
  );
  return new Map(
    accounts.flatMap(({ customerId }) => {
      const now = scores.get(`${customerId} 0`);
      if (!now) return [];
      const change = changeSince(now, scores.get(`${customerId} 1`) ?? null);
      return [[customerId, { ...now, change, trend: trendOf(change) }] as const];
    }),
  );
}

/** Use of each metric as a share of the baseline, by customer and place of the instant. */
async function loadUsage(
  session: Session,
  customerIds: readonly string[],
  instants: readonly Date[],
): Promise<Map<string, { metric: string; share: number }[]>> {
  const usage = new Map<string, { metric: string; share: number }[]>();
  for (const windows of await readUsageWindows(session, customerIds, instants)) {
    const comparison = compareUse(windows);
    if (comparison === null) continue;
    const key = `${windows.customerId} ${windows.place}`;
    usage.set(key, [...(usage.get(key) ?? []), { metric: windows.metric, share: comparison.share }]);
  }
  return usage;
}

/** Service levels of the current local month and those before it, by customer and place of the instant. */
async function loadLevels(
  session: Session,
  accounts: Awaited<ReturnType<typeof loadAccounts>>,
  instants: readonly Date[],
): Promise<Map<string, HealthServiceLevel[]>> {
  const asked = accounts.flatMap((account) =>
    instants.map((instant, place) => {
      const asOf = instant.getTime();
      return { account, place, asOf, months: lastMonths(account.timeZone, asOf) };
    }),
  );
  const agreements = await loadAgreements(session, accounts);
  const ledger = await loadLedger(session, {
    customerIds: accounts.map((account) => account.customerId),
    from: asked.reduce(
      (least, { account, months, asOf }) =>
        Math.min(least, months[0] === undefined ? asOf : monthBounds(account.timeZone, months[0]).from),
      Infinity,
    ),
    to: asked.reduce((most, { asOf }) => Math.max(most, asOf), 0),
    knownAt: null,
  });
  return new Map(
    asked.map(({ account, place, asOf, months }) => [
      `${account.customerId} ${place}`,
      months
        .flatMap((month) => serviceLevelsOf(account, month, asOf, agreements, ledger))
        .filter(({ measure }) => measure.uptime !== null)
        .map(({ measure }) => ({
          countedSeconds: Number(measure.countedSeconds),
          allowedSeconds: Number(measure.countedSeconds) + Number(measure.headroomSeconds),
          breached: measure.breached,
        })),
    ]),
  );
}

/** The local month in which an instant lies and those before it, the earliest first. */
function lastMonths(timeZone: string, instant: number): string[] {
  const current = DateTime.fromFormat(monthOf(timeZone, instant), 'yyyy-MM', { zone: 'utc' });
  return Array.from({ length: MONTHS }, (_, index) =>
    current.minus({ months: MONTHS - 1 - index }).toFormat('yyyy-MM'),
  );
}

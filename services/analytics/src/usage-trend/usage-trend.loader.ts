import type { RequestContext } from '@plimsoll/shared';
import { compareUse, type UsageComparison } from './usage-trend.rules.js';
import {
  readAbandonedPaths,
  readUsageSeries,
  readUsageWindows,
  type AbandonedPath,
  type UsageSeries,
} from './usage-trend.store.js';

/** Weeks that are shown: those of the windows. */
const WEEKS = 17;
/** Different days of the baseline from which something counted as used. */
const LEAST_DAYS = 3;

/** A customer's use of a metric, and how it compares with the baseline; null where there is none. */
export interface LoadedUsageTrend extends UsageSeries {
  readonly comparison: UsageComparison | null;
}

/** A customer's use, metric by metric, as far as the caller sees it; batched a request, two statements. */
export function loadUsageTrends(context: RequestContext, customerId: string): Promise<LoadedUsageTrend[]> {
  return context
    .loader<string, LoadedUsageTrend[]>('usage-trends', async (ids) => {
      const { session, now } = context;
      const windows = new Map(
        (await readUsageWindows(session, ids, [now])).map((row) => [`${row.customerId} ${row.metric}`, row]),
      );
      const series = byCustomer(await readUsageSeries(session, ids, now, WEEKS));
      return ids.map((id) =>
        (series.get(id) ?? []).map((one) => {
          const found = windows.get(`${id} ${one.metric}`);
          return { ...one, comparison: found ? compareUse(found) : null };
        }),
      );
    })
    .load(customerId)
    .then((found) => found ?? []);
}

/** What a customer used and uses no more, as far as the caller sees it; batched a request. */
export function loadAbandonedPaths(context: RequestContext, customerId: string): Promise<AbandonedPath[]> {
  return context
    .loader<string, AbandonedPath[]>('abandoned-paths', async (ids) => {
      const found = byCustomer(await readAbandonedPaths(context.session, ids, context.now, LEAST_DAYS));
      return ids.map((id) => found.get(id) ?? []);
    })
    .load(customerId)
    .then((found) => found ?? []);
}

function byCustomer<Row extends { customerId: string }>(rows: readonly Row[]): Map<string, Row[]> {
  const found = new Map<string, Row[]>();
  for (const row of rows) {
    const own = found.get(row.customerId);
    if (own) own.push(row);
    else found.set(row.customerId, [row]);
  }
  return found;
}

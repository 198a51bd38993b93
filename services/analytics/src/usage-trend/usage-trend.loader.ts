import { checkPageSize, decodeCursor, encodeCursor, type Page, type RequestContext } from '@plimsoll/shared';
import {
  compareUse,
  directionOf,
  engagementOf,
  UsageDirection,
  type UsageComparison,
} from './usage-trend.rules.js';
import {
  readAbandonedPaths,
  readAllUsageWindows,
  readUsageSeries,
  readUsageWindows,
  type AbandonedPath,
  type UsageSeries,
  type UsageWindowsRow,
} from './usage-trend.store.js';

/** Weeks that are shown: those of the windows. */
const WEEKS = 17;
/** Different days of the baseline from which something counted as used. */
const LEAST_DAYS = 3;
/** Below this engagement a customer is disengaged. */
const DISENGAGED_BELOW = 0.5;
const ORDER = 'ENGAGEMENT ASC';

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

/** A customer that uses less than half of what it used. */
export interface Disengaged {
  readonly customerId: string;
  readonly engagement: number;
  readonly declining: readonly string[];
}

/**
 * A page of the active customers whose engagement is below a half, the least engaged first; one statement.
 *
 * @throws DomainError `INVALID` for a page size or a cursor
 */
export async function listDisengaged(
  context: RequestContext,
  { first, after }: { first: number; after?: string | null },
): Promise<Page<Disengaged>> {
  checkPageSize(first);
  const place = after == null ? null : decodeCursor(ORDER, after);
  // It is the company's own judgement: not for the customers themselves.
  const isForCaller = !['CONTACT', 'NOBODY'].includes(context.scope.kind);
  const customers = byCustomer(isForCaller ? await readAllUsageWindows(context.session, context.now) : []);
  const all = [...customers]
    .flatMap(([customerId, windows]) => {
      const engagement = engagementOf(windows);
      if (engagement === null || engagement >= DISENGAGED_BELOW) return [];
      return [{ customerId, engagement, declining: decliningOf(windows) }];
    })
    .sort((a, b) => a.engagement - b.engagement || (a.customerId < b.customerId ? -1 : 1));
  const left = place
    ? all.filter(
        ({ engagement, customerId }) =>
          engagement > Number(place.sortValue) ||
          (engagement === Number(place.sortValue) && customerId > place.id),
      )
    : all;
  const rows = left.slice(0, first);
  return {
    rows,
    cursors: rows.map(({ engagement, customerId }) => encodeCursor(ORDER, String(engagement), customerId)),
    hasNextPage: left.length > first,
    hasPreviousPage: place !== null,
    countAll: () => Promise.resolve(all.length),
  };
}

function decliningOf(windows: readonly UsageWindowsRow[]): string[] {
  return windows
    .filter((one) => {
      const comparison = compareUse(one);
      if (comparison === null) return false;
      return [UsageDirection.DECLINING, UsageDirection.STOPPED].includes(directionOf(comparison));
    })
    .map(({ metric }) => metric);
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

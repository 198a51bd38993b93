import { invalid, listPage, type Page, type RequestContext } from '@plimsoll/shared';
import { lengthOfTime } from '@plimsoll/working-time';
import { calendarsOf, shownAt } from '../sla-clock/index.js';
import {
  breachForecastList,
  type BreachForecastListFilter,
  type ForecastClock,
} from './breach-forecast.store.js';
import type { BreachForecastArgs, ForecastBreach } from './breach-forecast.types.js';

const FURTHEST = 92 * 24 * 3_600_000;

/**
 * A page of the response targets that break within some time unless somebody does something; two statements.
 *
 * @throws DomainError `INVALID` for no length of time, or one of more than 92 days
 */
export async function listForecastBreaches(
  context: RequestContext,
  { within, filter, ...args }: BreachForecastArgs,
): Promise<Page<ForecastBreach>> {
  const { session, now } = context;
  const to = new Date(now.getTime() + lengthWithin(within));
  const page = await listPage<ForecastClock, BreachForecastListFilter, 'DUE_AT'>(
    session,
    breachForecastList,
    {
      ...args,
      filter: { ...filter, from: now, to },
    },
  );
  const calendarOf = await calendarsOf(context, page.rows);
  const rows = page.rows.map((clock) => ({
    ticketId: clock.ticketId,
    dueAt: clock.dueAt,
    clock: shownAt(clock, calendarOf(clock), now),
  }));
  return { ...page, rows };
}

function lengthWithin(within: string): number {
  let length: number;
  try {
    length = lengthOfTime(within);
  } catch {
    throw invalid(`${JSON.stringify(within.slice(0, 40))} is no length of time such as PT8H or P3D.`, [
      'within',
    ]);
  }
  if (length <= 0 || length > FURTHEST)
    throw invalid('Look ahead for more than nothing and at most 92 days.', ['within']);
  return length;
}

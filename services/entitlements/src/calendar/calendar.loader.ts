import { listPage, type Page, type RequestContext } from '@plimsoll/shared';
import {
  calendarList,
  calendarRecords,
  type CalendarListArguments,
  type CalendarRecord,
} from './calendar.store.js';

/** The business calendar with this id, or null where the caller sees none; batched a request. */
export function loadCalendar(context: RequestContext, id: string): Promise<CalendarRecord | null> {
  return context
    .loader<string, CalendarRecord>('calendar', (ids) => calendarRecords.findInOrder(context.session, ids))
    .load(id);
}

/** The business calendar with this external id, or null where the caller sees none. */
export async function loadCalendarByExternalId(
  context: RequestContext,
  source: string,
  externalId: string,
): Promise<CalendarRecord | null> {
  const found = await calendarRecords.findByExternalIds(context.session, source, [externalId]);
  return found.get(externalId) ?? null;
}

/** A page of the business calendars the caller sees. */
export function listCalendars(
  context: RequestContext,
  args: CalendarListArguments,
): Promise<Page<CalendarRecord>> {
  return listPage(context.session, calendarList, args);
}

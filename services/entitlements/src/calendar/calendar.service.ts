import {
  authorize,
  authorOf,
  cellOr,
  checkText,
  checkTimeZone,
  column,
  createOnce,
  importRows,
  storeRecords,
  type ImportInput,
  type ImportReport,
  type RequestContext,
} from '@plimsoll/shared';
import { AROUND_THE_CLOCK } from '@plimsoll/working-time';
import { z } from 'zod';
import { checkDaysOff, checkHours } from './calendar.rules.js';
import { calendarRecords, type CalendarRecord } from './calendar.store.js';
import type { CreateCalendarInput, UpdateCalendarInput } from './calendar.types.js';

const importColumns = z.object({
  external_id: column.required.text,
  time_zone: column.required.timeZone,
  hours: column.parsed(checkHours),
  holidays: column.parsed((text) => checkDaysOff(text.split(';').filter((item) => item.trim() !== ''))),
});
type CalendarRow = z.infer<typeof importColumns>;

/** Creates a business calendar. Roles: admin, manager, operator. */
export async function createCalendar(
  context: RequestContext,
  input: CreateCalendarInput,
): Promise<CalendarRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  return createOnce(context, calendarRecords, {
    prefix: 'cal',
    mutation: 'createCalendar',
    input,
    values: () => ({
      name: checkText(input.name, 'name'),
      timeZone: checkTimeZone(input.timeZone, 'timeZone'),
      hours: checkHours(input.hours),
      holidays: checkDaysOff(input.holidays),
    }),
  });
}

/** Changes a business calendar; verdicts already given stay. Roles: admin, manager, operator. */
export async function updateCalendar(
  context: RequestContext,
  input: UpdateCalendarInput,
): Promise<CalendarRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  return context.session.transaction((tx) =>
    calendarRecords.update(tx, authorOf(context), input.id, input.expectedVersion, () => ({
      ...(input.name == null ? {} : { name: checkText(input.name, 'name') }),
      ...(input.timeZone == null ? {} : { timeZone: checkTimeZone(input.timeZone, 'timeZone') }),
      ...(input.hours == null ? {} : { hours: checkHours(input.hours) }),
      ...(input.holidays == null ? {} : { holidays: checkDaysOff(input.holidays) }),
    })),
  );
}

/** Imports rows of `calendars.csv`. Without hours a calendar works around the clock; its name is its external id. */
export function importCalendars(context: RequestContext, input: ImportInput): Promise<ImportReport> {
  return importRows<CalendarRow>(context.session, context.principal, input, {
    columns: importColumns,
    key: (row) => row.external_id,
    store: (tx, source, rows) =>
      storeRecords<CalendarRow, CalendarRecord>(tx, source, rows, {
        records: calendarRecords,
        prefix: 'cal',
        author: authorOf(context),
        externalId: (row) => row.external_id,
        toRecord: ({ external_id, time_zone, hours, holidays }, existing) => ({
          name: existing ? undefined : external_id,
          timeZone: time_zone,
          hours: cellOr(hours, AROUND_THE_CLOCK, existing),
          holidays: cellOr(holidays, [], existing),
        }),
      }),
  });
}

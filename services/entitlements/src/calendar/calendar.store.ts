import { Records, type ListArguments, type ListDefinition } from '@plimsoll/shared';
import { CalendarEntity } from './calendar.entity.js';
import type { CalendarFilter, CalendarOrderField } from './calendar.types.js';

/** A business calendar as the rest of the service knows it. */
export type CalendarRecord = CalendarEntity;

/** What may be asked of the list of business calendars. */
export type CalendarListArguments = ListArguments<CalendarFilter, keyof typeof CalendarOrderField>;

/** Business calendars, with their history and events. */
export const calendarRecords = new Records<CalendarRecord>({
  entity: CalendarEntity,
  noun: 'business calendar',
  eventNoun: 'calendar',
  eventData: ({ name, timeZone, hours, holidays }) => ({ name, timeZone, hours, holidays }),
});

/** How business calendars are listed. */
export const calendarList: ListDefinition<CalendarFilter, keyof typeof CalendarOrderField> = {
  columns: `c.id, c.version, c.external_id as "externalId", c.source, c.name, c.time_zone as "timeZone", c.hours, c.holidays`,
  from: 'calendar c',
  id: 'c.id',
  orders: { NAME: { sql: 'c.name', type: 'text' } },
  defaultOrder: { field: 'NAME', direction: 'ASC' },
  where: (filter, parameters) => [
    ...(filter.search ? [`c.name ilike ${parameters.addContaining(filter.search)}`] : []),
    ...(filter.timeZone ? [`c.time_zone = ${parameters.add(filter.timeZone)}`] : []),
  ],
};

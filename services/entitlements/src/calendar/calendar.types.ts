import { ArgsType, Directive, Field, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import {
  ConnectionArgs,
  connectionOf,
  CreateInput,
  DateScalar,
  OrderDirection,
  RecordObject,
  UpdateInput,
  UserError,
} from '@plimsoll/shared';

@ObjectType('WorkingWindow', {
  description: 'A window of a weekday in which a calendar works, in local wall time.',
})
export class WorkingWindowObject {
  @Field(() => Int, { description: 'ISO weekday: 1 Monday to 7 Sunday.' })
  weekday!: number;

  @Field(() => Int, { description: 'Begins at this minute of the local day, 0–1439.' })
  fromMinute!: number;

  @Field(() => Int, { description: 'Ends before this minute of the local day, 1–1440.' })
  toMinute!: number;
}

@ObjectType('Holiday', { description: 'A day on which a calendar does not work.' })
export class HolidayObject {
  @Field(() => DateScalar, { description: "The day, in the calendar's zone." })
  date!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Its name; null where the calendar names only the date.',
  })
  name!: string | null;
}

@Directive('@key(fields: "id")')
@ObjectType('BusinessCalendar', {
  description:
    'When an organisation works: weekly hours in a time zone, without its holidays; or around the clock.',
})
export class BusinessCalendar extends RecordObject {
  @Field(() => String, { nullable: true, description: 'Name.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'IANA time zone of hours and holidays.' })
  timeZone?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Weekly hours in local wall time: `Mon-Fri 09:00-17:00; Sat 10:00-14:00`, or `24x7`.',
  })
  hours?: string | null;

  @Field(() => [String], {
    nullable: true,
    description:
      'Days off: dates, and codes of countries or their parts whose public holidays count (`DE-BY`).',
  })
  holidays?: string[] | null;
}

@InputType('CalendarFilter', { description: 'Which business calendars; all conditions must hold.' })
export class CalendarFilter {
  @Field(() => String, { nullable: true, description: 'Part of the name, in any case.' })
  search?: string | null;

  @Field(() => String, { nullable: true, description: 'IANA time zone, exact.' })
  timeZone?: string | null;
}

/** By what business calendars are sorted. */
export enum CalendarOrderField {
  NAME = 'NAME',
}
registerEnumType(CalendarOrderField, {
  name: 'CalendarOrderField',
  description: 'By what business calendars are sorted.',
  valuesConfig: { NAME: { description: 'By name.' } },
});

@InputType('CalendarOrder', { description: 'How business calendars are sorted.' })
export class CalendarOrder {
  @Field(() => CalendarOrderField, { description: 'By what.' })
  field!: CalendarOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: 'In which direction.' })
  direction!: OrderDirection;
}

@ArgsType()
export class CalendarsArgs extends ConnectionArgs {
  @Field(() => CalendarFilter, { nullable: true, description: 'Which business calendars; all by default.' })
  filter?: CalendarFilter | null;

  @Field(() => CalendarOrder, { nullable: true, description: 'How they are sorted; by name by default.' })
  orderBy?: CalendarOrder | null;
}

export const { Connection: CalendarConnection } = connectionOf(() => BusinessCalendar, 'Calendar');

@ObjectType('CalendarPayload', {
  description: 'The business calendar after a mutation, or why nothing changed.',
})
export class CalendarPayload {
  @Field(() => BusinessCalendar, {
    nullable: true,
    description: 'The business calendar as it is now; null when refused.',
  })
  calendar?: BusinessCalendar | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}

@InputType('CreateCalendarInput', { description: 'A new business calendar.' })
export class CreateCalendarInput extends CreateInput {
  @Field(() => String, { description: 'Name, 1–200 characters.' })
  name!: string;

  @Field(() => String, { description: 'IANA time zone, such as `Europe/Berlin`.' })
  timeZone!: string;

  @Field(() => String, {
    defaultValue: '24x7',
    description: 'Weekly hours in local wall time: `Mon-Fri 09:00-17:00; Sat 10:00-14:00`, or `24x7`.',
  })
  hours!: string;

  @Field(() => [String], {
    defaultValue: [],
    description: 'Days off: dates `YYYY-MM-DD`, and codes of countries or their parts (`DE-BY`).',
  })
  holidays!: string[];
}

@InputType('UpdateCalendarInput', {
  description:
    'Changes to a business calendar; a field that is left out stays as it is. Verdicts already given stay.',
})
export class UpdateCalendarInput extends UpdateInput {
  @Field(() => String, { nullable: true, description: 'New name, 1–200 characters.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'New IANA time zone.' })
  timeZone?: string | null;

  @Field(() => String, { nullable: true, description: 'New weekly hours.' })
  hours?: string | null;

  @Field(() => [String], { nullable: true, description: 'New days off, in place of the present ones.' })
  holidays?: string[] | null;
}

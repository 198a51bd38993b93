import { Arg, Args, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import {
  ConnectionArgs,
  ExternalIdArgs,
  ImportInput,
  ImportReport,
  invalid,
  payload,
  toConnection,
  type RequestContext,
} from '@plimsoll/shared';
import { holidaysOf, workingWindows, type Holiday, type WeeklyWindow } from '@plimsoll/working-time';
import { HistoryConnection, loadHistory } from '../history/index.js';
import { listCalendars, loadCalendar, loadCalendarByExternalId } from './calendar.loader.js';
import { createCalendar, importCalendars, updateCalendar } from './calendar.service.js';
import {
  CreateCalendarInput,
  BusinessCalendar,
  CalendarConnection,
  CalendarPayload,
  CalendarsArgs,
  HolidayObject,
  UpdateCalendarInput,
  WorkingWindowObject,
} from './calendar.types.js';

@Resolver(() => BusinessCalendar)
export class CalendarResolver {
  @Query(() => BusinessCalendar, {
    nullable: true,
    description: 'The business calendar with this id; null where there is none for you.',
  })
  calendar(
    @Arg('id', () => ID, { description: 'Identifier, `cal_…`.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<BusinessCalendar | null> {
    return loadCalendar(context, id);
  }

  @Query(() => BusinessCalendar, {
    nullable: true,
    description: 'The business calendar with this identifier in another system.',
  })
  calendarByExternalId(
    @Args(() => ExternalIdArgs) { source, externalId }: ExternalIdArgs,
    @Ctx() context: RequestContext,
  ): Promise<BusinessCalendar | null> {
    return loadCalendarByExternalId(context, source, externalId);
  }

  @Query(() => CalendarConnection, { description: 'Business calendars.' })
  async calendars(@Args(() => CalendarsArgs) args: CalendarsArgs, @Ctx() context: RequestContext) {
    return toConnection(await listCalendars(context, args), (row) => row);
  }

  @FieldResolver(() => [WorkingWindowObject], {
    nullable: true,
    description: 'The weekly hours one by one, by weekday and time, without overlap.',
  })
  workingWindows(@Root() calendar: BusinessCalendar): WeeklyWindow[] | null {
    return calendar.hours == null ? null : workingWindows(calendar.hours);
  }

  @FieldResolver(() => [HolidayObject], {
    nullable: true,
    description: 'The days off of one year, in order.',
  })
  holidayDates(
    @Root() calendar: BusinessCalendar,
    @Arg('year', () => Int, { description: 'The year, 1900–2100.' }) year: number,
  ): Holiday[] | null {
    if (year < 1900 || year > 2100) throw invalid('`year` is from 1900 to 2100.', ['year']);
    return calendar.holidays == null ? null : holidaysOf(calendar.holidays, year);
  }

  @FieldResolver(() => HistoryConnection, {
    nullable: true,
    description: 'What changed, by whom and when; newest first. Staff only.',
  })
  history(
    @Root() calendar: BusinessCalendar,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    return loadHistory(context, 'calendar', calendar.id, args);
  }

  @Mutation(() => CalendarPayload, {
    description: 'Creates a business calendar. Roles: admin, manager, operator.',
  })
  createCalendar(
    @Arg('input', () => CreateCalendarInput, { description: 'The new business calendar.' })
    input: CreateCalendarInput,
    @Ctx() context: RequestContext,
  ): Promise<CalendarPayload> {
    return payload(async () => ({ calendar: await createCalendar(context, input) }));
  }

  @Mutation(() => CalendarPayload, {
    description: 'Changes a business calendar. Roles: admin, manager, operator.',
  })
  updateCalendar(
    @Arg('input', () => UpdateCalendarInput, { description: 'What changes.' }) input: UpdateCalendarInput,
    @Ctx() context: RequestContext,
  ): Promise<CalendarPayload> {
    return payload(async () => ({ calendar: await updateCalendar(context, input) }));
  }

  @Mutation(() => ImportReport, { description: 'Imports rows of `calendars.csv`. Roles: admin, operator.' })
  importCalendars(
    @Arg('input', () => ImportInput, { description: 'The rows.' }) input: ImportInput,
    @Ctx() context: RequestContext,
  ): Promise<ImportReport> {
    return importCalendars(context, input);
  }
}

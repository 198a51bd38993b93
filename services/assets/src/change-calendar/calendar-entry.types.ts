import { CreateInput, DateTimeScalar, DurationScalar, RecordObject, UpdateInput } from '@plimsoll/shared';
import { ArgsType, Field, ID, InputType, ObjectType } from 'type-graphql';

const DURATION =
  'How long an occurrence lasts, at most 366 days: weeks and days of the calendar of its time zone, hours and less of elapsed time.';
const RECURRENCE =
  'A recurrence rule of RFC 5545 without DTSTART, by the day or more slowly, such as FREQ=WEEKLY;BYDAY=SU; UNTIL with a Z is an instant, else a wall clock.';

/** What every entry of the change calendar shows. */
@ObjectType()
export abstract class CalendarEntryObject extends RecordObject {
  @Field(() => String, { nullable: true, description: 'What it is called.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'What it is for, at length.' })
  description?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When its first occurrence begins.' })
  startsAt?: Date | null;

  @Field(() => DurationScalar, { nullable: true, description: DURATION })
  duration?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'IANA time zone. Occurrences begin at the same wall clock there: at the first of two such times, and where the clock leaves the time out as much later as it jumps.',
  })
  timeZone?: string | null;

  @Field(() => String, { nullable: true, description: `${RECURRENCE} Null: once.` })
  recurrence?: string | null;

  @Field(() => [DateTimeScalar], { nullable: true, description: 'Starts of occurrences that are left out.' })
  exceptions?: Date[] | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it was withdrawn: since then it no longer counts; null while it does.',
  })
  withdrawnAt?: Date | null;
}

@ObjectType('ScopeOfAssets', {
  description: 'Which assets something is about: those that meet every condition given, all where none is.',
})
export class ScopeOfAssets {
  @Field(() => [String], { description: 'One of these kinds; empty: any.' })
  kinds!: readonly string[];

  @Field(() => [String], { description: 'At least one of these tags; empty: any.' })
  tags!: readonly string[];

  @Field(() => [ID], { description: 'One of these assets; empty: any.' })
  assetIds!: readonly string[];

  @Field(() => [String], { description: 'One of these locations, in any case; empty: any.' })
  locations!: readonly string[];

  @Field(() => [String], {
    description: 'One of these regions, by the pod it belongs to or is placed in; empty: any.',
  })
  regions!: readonly string[];
}

@InputType('ScopeOfAssetsInput', {
  description:
    'Which assets something is about: those that meet every condition given, all where none is. At most 1,000 values each.',
})
export class ScopeOfAssetsInput {
  @Field(() => [String], { defaultValue: [], description: 'One of these kinds; empty: any.' })
  kinds!: string[];

  @Field(() => [String], { defaultValue: [], description: 'At least one of these tags; empty: any.' })
  tags!: string[];

  @Field(() => [ID], { defaultValue: [], description: 'One of these assets; empty: any.' })
  assetIds!: string[];

  @Field(() => [String], {
    defaultValue: [],
    description: 'One of these locations, in any case; empty: any.',
  })
  locations!: string[];

  @Field(() => [String], {
    defaultValue: [],
    description: 'One of these regions, by the pod it belongs to or is placed in; empty: any.',
  })
  regions!: string[];
}

@ObjectType('CalendarOccurrence', { description: 'One time at which something recurs; half-open.' })
export class CalendarOccurrence {
  @Field(() => DateTimeScalar, { description: 'When it begins.' })
  from!: Date;

  @Field(() => DateTimeScalar, { description: 'When it is over (exclusive).' })
  to!: Date;
}

@ArgsType()
export class OccurrencesArgs {
  @Field(() => DateTimeScalar, { description: 'Those that are not over by then.' })
  from!: Date;

  @Field(() => DateTimeScalar, {
    description: 'Those that begin before; at most 731 days later, with at most 1,000 of them.',
  })
  to!: Date;
}

@InputType()
export abstract class CreateCalendarEntryInput extends CreateInput {
  @Field(() => String, { description: 'What it is called, 1–200 characters.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'What it is for, at length.' })
  description?: string | null;

  @Field(() => DateTimeScalar, {
    description: 'When its first occurrence begins, on a whole second; the rule has to give this one too.',
  })
  startsAt!: Date;

  @Field(() => DurationScalar, { description: DURATION })
  duration!: string;

  @Field(() => String, { description: 'IANA time zone, whose wall clock occurrences keep.' })
  timeZone!: string;

  @Field(() => String, { nullable: true, description: `${RECURRENCE} Left out: once.` })
  recurrence?: string | null;

  @Field(() => [DateTimeScalar], {
    defaultValue: [],
    description: 'Starts of occurrences that are left out, at most 1,000.',
  })
  exceptions!: Date[];

  @Field(() => ScopeOfAssetsInput, { nullable: true, description: 'The assets it is about; all by default.' })
  scope?: ScopeOfAssetsInput | null;
}

@InputType()
export abstract class UpdateCalendarEntryInput extends UpdateInput {
  @Field(() => String, { nullable: true, description: 'New name, 1–200 characters.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'New description; null removes it.' })
  description?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'New start of the first occurrence.' })
  startsAt?: Date | null;

  @Field(() => DurationScalar, { nullable: true, description: `New length. ${DURATION}` })
  duration?: string | null;

  @Field(() => String, { nullable: true, description: 'New IANA time zone.' })
  timeZone?: string | null;

  @Field(() => String, { nullable: true, description: 'New recurrence rule; null: once.' })
  recurrence?: string | null;

  @Field(() => [DateTimeScalar], {
    nullable: true,
    description: 'New exceptions, in place of the present ones, which have to fit a new rule too.',
  })
  exceptions?: Date[] | null;

  @Field(() => ScopeOfAssetsInput, { nullable: true, description: 'New scope, in place of the present one.' })
  scope?: ScopeOfAssetsInput | null;
}

@InputType()
export abstract class WithdrawCalendarEntryInput extends UpdateInput {
  @Field(() => String, { nullable: true, description: 'Why.' })
  reason?: string | null;
}

@InputType()
export abstract class CalendarEntryFilter {
  @Field(() => String, { nullable: true, description: 'Part of the name, in any case.' })
  search?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'True: those withdrawn. False: those in force. Null: either.',
  })
  withdrawn?: boolean | null;
}

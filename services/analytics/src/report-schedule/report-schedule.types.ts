import { ArgsType, Field, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import {
  ConnectionArgs,
  connectionOf,
  CreateInput,
  DateTimeScalar,
  OrderDirection,
  RecordObject,
  UpdateInput,
  UserError,
} from '@plimsoll/shared';
import { Person } from '../reference/index.js';
import { REPORTS, type ReportName } from '../report-definition/index.js';
import { FREQUENCIES, type Frequency } from './report-schedule.rules.js';

/** The reports as an enum of the graph. */
export const ReportNameEnum = Object.fromEntries(REPORTS.map((name) => [name, name])) as Record<
  ReportName,
  ReportName
>;
registerEnumType(ReportNameEnum, {
  name: 'ReportName',
  description: 'What a report tells of.',
  valuesConfig: {
    OPERATIONS: { description: 'Customers and revenue, service, support and stability over twelve periods.' },
    SERVICE_LEVELS: { description: 'Attainment, by product, and where most is owed.' },
    TICKETS: { description: 'What came in and went out, by priority, queue and category.' },
    INCIDENTS: { description: 'Unplanned incidents and their outage, by cause and severity.' },
    CHANGES: { description: 'How changes ended, by kind.' },
    REVENUE: { description: 'The bridge of recurring revenue, churn and renewals.' },
  },
});

/** How often, as an enum of the graph. */
export const ReportFrequencyEnum = Object.fromEntries(FREQUENCIES.map((name) => [name, name])) as Record<
  Frequency,
  Frequency
>;
registerEnumType(ReportFrequencyEnum, {
  name: 'ReportFrequency',
  description: 'How often a report comes, and so what period it tells of.',
  valuesConfig: {
    WEEKLY: { description: 'Of each week, from Monday.' },
    MONTHLY: { description: 'Of each calendar month.' },
  },
});

@ObjectType('ReportSchedule', {
  description:
    'A report that is sent by the calendar. A mail shows its tables and carries it as a page with charts and as CSV; a webhook gets it as JSON, signed by the Standard Webhooks scheme.',
})
export class ReportSchedule extends RecordObject {
  ownerId!: string | null;

  @Field(() => String, { nullable: true, description: 'Its name.' })
  name!: string;

  @Field(() => ReportNameEnum, { nullable: true, description: 'What it tells of.' })
  report!: ReportName;

  @Field(() => ReportFrequencyEnum, { nullable: true, description: 'How often it comes.' })
  frequency!: Frequency;

  @Field(() => Int, {
    nullable: true,
    description:
      'The day on which it is sent behind the end of its period. WEEKLY: 1 Monday to 7 Sunday; MONTHLY: 1–28.',
  })
  sendDay!: number;

  @Field(() => Int, { nullable: true, description: 'The hour, 0–23, on the wall of the time zone.' })
  sendHour!: number;

  @Field(() => String, {
    nullable: true,
    description: "The reader's time zone (IANA): where periods begin and end, and when it is sent.",
  })
  timeZone!: string;

  @Field(() => String, { nullable: true, description: 'How figures and dates are written (BCP 47).' })
  locale!: string;

  @Field(() => [String], { nullable: true, description: 'The mail addresses it is sent to.' })
  recipients!: string[];

  @Field(() => String, { nullable: true, description: 'The webhook it is sent to; null: none.' })
  webhookUrl!: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether it is sent.' })
  active!: boolean;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Since when it is sent at these times: what was due before is not.',
  })
  activeSince!: Date;

  @Field(() => Person, { nullable: true, description: 'Who had it sent first; null: a machine.' })
  owner(): Person | null {
    return this.ownerId === null ? null : { id: this.ownerId };
  }
}

@InputType('ScheduleReportInput', { description: 'A report to be sent from now on.' })
export class ScheduleReportInput extends CreateInput {
  @Field(() => String, { description: 'A name for it, 1–200 characters.' })
  name!: string;

  @Field(() => ReportNameEnum, { description: 'What it tells of.' })
  report!: ReportName;

  @Field(() => ReportFrequencyEnum, { description: 'How often it comes.' })
  frequency!: Frequency;

  @Field(() => Int, {
    defaultValue: 1,
    description: 'On which day it is sent. WEEKLY: 1 Monday to 7 Sunday; MONTHLY: 1–28.',
  })
  sendDay!: number;

  @Field(() => Int, { defaultValue: 7, description: 'At which hour, 0–23.' })
  sendHour!: number;

  @Field(() => String, { defaultValue: 'UTC', description: "The reader's time zone (IANA)." })
  timeZone!: string;

  @Field(() => String, { defaultValue: 'en-GB', description: 'How figures and dates are written (BCP 47).' })
  locale!: string;

  @Field(() => [String], { nullable: true, description: 'Mail addresses, at most 50.' })
  recipients?: string[] | null;

  @Field(() => String, {
    nullable: true,
    description: 'An https:// address that takes it. The answer tells the secret it is signed with, once.',
  })
  webhookUrl?: string | null;
}

@InputType('UpdateReportScheduleInput', {
  description: 'Changes to a report that is sent; what is left out stays as it is.',
})
export class UpdateReportScheduleInput extends UpdateInput {
  @Field(() => String, { nullable: true, description: 'New name, 1–200 characters.' })
  name?: string | null;

  @Field(() => ReportFrequencyEnum, { nullable: true, description: 'How often it comes.' })
  frequency?: Frequency | null;

  @Field(() => Int, { nullable: true, description: 'On which day it is sent.' })
  sendDay?: number | null;

  @Field(() => Int, { nullable: true, description: 'At which hour, 0–23.' })
  sendHour?: number | null;

  @Field(() => String, { nullable: true, description: "The reader's time zone (IANA)." })
  timeZone?: string | null;

  @Field(() => String, { nullable: true, description: 'How figures and dates are written (BCP 47).' })
  locale?: string | null;

  @Field(() => [String], { nullable: true, description: 'Mail addresses in place of the present ones.' })
  recipients?: string[] | null;

  @Field(() => String, {
    nullable: true,
    description: 'Another webhook, which gets a secret of its own; null: none any more.',
  })
  webhookUrl?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether it is sent.' })
  active?: boolean | null;
}

@ObjectType('ReportSchedulePayload', {
  description: 'The schedule after a mutation, or why nothing changed.',
})
export class ReportSchedulePayload {
  @Field(() => ReportSchedule, { nullable: true, description: 'The schedule as it is now.' })
  reportSchedule?: object | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The secret its webhook verifies messages with (`whsec_…`); null where it has none, or the same as before.',
  })
  webhookSecret?: string | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}

enum ReportScheduleOrderField {
  NAME = 'NAME',
}
registerEnumType(ReportScheduleOrderField, {
  name: 'ReportScheduleOrderField',
  description: 'By what report schedules are sorted.',
  valuesConfig: { NAME: { description: 'By name.' } },
});

@InputType('ReportScheduleOrder', { description: 'How report schedules are sorted.' })
class ReportScheduleOrder {
  @Field(() => ReportScheduleOrderField, { description: 'By what.' })
  field!: ReportScheduleOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: 'In which direction.' })
  direction!: OrderDirection;
}

@InputType('ReportScheduleFilter', { description: 'Which report schedules.' })
class ReportScheduleFilter {
  @Field(() => ReportNameEnum, { nullable: true, description: 'Of this report.' })
  report?: ReportName | null;

  @Field(() => Boolean, { nullable: true, description: 'Those that are sent, or those that are not.' })
  active?: boolean | null;
}

@ArgsType()
export class ReportSchedulesArgs extends ConnectionArgs {
  @Field(() => ReportScheduleFilter, { nullable: true, description: 'Which schedules; all by default.' })
  filter?: ReportScheduleFilter | null;

  @Field(() => ReportScheduleOrder, {
    nullable: true,
    description: 'How they are sorted; by name by default.',
  })
  orderBy?: ReportScheduleOrder | null;
}

export const { Connection: ReportScheduleConnection } = connectionOf(() => ReportSchedule, 'ReportSchedule');

import { ArgsType, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { CreateInput, DateTimeScalar, JsonScalar, UserError } from '@plimsoll/shared';
import type { ReportName } from '../report-definition/index.js';
import { ReportFrequencyEnum, ReportNameEnum } from '../report-schedule/index.js';
import { DELIVERY_STATUSES, type DeliveryStatus } from './report-run.rules.js';

const ReportDeliveryStatusEnum = Object.fromEntries(DELIVERY_STATUSES.map((one) => [one, one]));
registerEnumType(ReportDeliveryStatusEnum, {
  name: 'ReportDeliveryStatus',
  description: 'Where the sending of a report stands.',
  valuesConfig: {
    PENDING: { description: 'It waits to be sent, or to be sent again.' },
    SENDING: { description: 'It is on its way.' },
    SENT: { description: 'Its receiver has it.' },
    FAILED: { description: 'Its receiver does not have it, and it is not tried again.' },
    UNKNOWN: {
      description: 'Its receiver may have it, or not: the connection broke. Send it again by hand.',
    },
  },
});

@ObjectType('ReportDelivery', { description: 'A report sent to one receiver.' })
export class ReportDelivery {
  @Field(() => ID, { description: 'Identifier, `rdl_…`; of a webhook also its `webhook-id`.' })
  id!: string;

  @Field(() => String, { nullable: true, description: 'The mail address; null: the webhook.' })
  recipient!: string | null;

  @Field(() => String, { nullable: true, description: 'The webhook; null: a mail address.' })
  webhookUrl!: string | null;

  @Field(() => ReportDeliveryStatusEnum, { description: 'Where it stands.' })
  status!: DeliveryStatus;

  @Field(() => Int, { description: 'How often it was tried.' })
  attempts!: number;

  @Field(() => String, { nullable: true, description: 'What went wrong last.' })
  lastError!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was sent, or given up.' })
  settledAt!: Date | null;
}

@ObjectType('ReportRun', { description: 'A report of one period.' })
export class ReportRun {
  @Field(() => ID, { description: 'Identifier, `rrn_…`.' })
  id!: string;

  @Field(() => DateTimeScalar, { description: 'The first instant it tells of.' })
  periodFrom!: Date;

  @Field(() => DateTimeScalar, { description: 'The first instant behind what it tells of.' })
  periodTo!: Date;

  @Field(() => DateTimeScalar, { description: 'When it was due.' })
  dueAt!: Date;

  @Field(() => [ReportDelivery], { description: 'To whom it was sent, and what became of it.' })
  deliveries!: ReportDelivery[];
}

@ObjectType('ReportTable', { description: 'One question of a report with its answer.' })
export class ReportTable {
  @Field(() => String, { description: 'Its heading.' })
  heading!: string;

  @Field(() => String, { description: 'What its figures mean.' })
  note!: string;

  @Field(() => JsonScalar, {
    description: 'The columns: `name`, `label`, `unit` and, of amounts, `currency`.',
  })
  columns!: unknown;

  @Field(() => JsonScalar, { description: 'The rows: a list of values each, in the order of the columns.' })
  rows!: unknown;
}

@ObjectType('Report', { description: 'A report as it stands.' })
export class Report {
  @Field(() => String, { description: 'Its title.' })
  title!: string;

  @Field(() => String, { description: "The period in the reader's words." })
  period!: string;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Everything that happened before this instant is in; null where that is not known.',
  })
  dataAsOf!: Date | null;

  @Field(() => [ReportTable], { description: 'Its questions with their answers, in order.' })
  sections!: ReportTable[];

  @Field(() => String, { description: 'The report as one HTML page with its charts, to be read or printed.' })
  html!: string;

  @Field(() => String, { description: 'The report as plain text.' })
  text!: string;
}

@ArgsType()
export class ReportArgs {
  @Field(() => ReportNameEnum, { description: 'What it tells of.' })
  report!: ReportName;

  @Field(() => ReportFrequencyEnum, { description: 'Of a week or of a month.' })
  frequency!: 'WEEKLY' | 'MONTHLY';

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'An instant within the period; null: the latest one that is over.',
  })
  at?: Date | null;

  @Field(() => String, { defaultValue: 'UTC', description: "The reader's time zone (IANA)." })
  timeZone!: string;

  @Field(() => String, { defaultValue: 'en-GB', description: 'How figures and dates are written (BCP 47).' })
  locale!: string;
}

@InputType('ResendReportInput', { description: 'A sending to be tried again.' })
export class ResendReportInput extends CreateInput {
  @Field(() => ID, { description: 'The sending, `rdl_…`: one that FAILED or is UNKNOWN.' })
  deliveryId!: string;
}

@ObjectType('ReportDeliveryPayload', { description: 'The sending after a mutation, or why nothing changed.' })
export class ReportDeliveryPayload {
  @Field(() => ReportDelivery, { nullable: true, description: 'The sending as it is now.' })
  reportDelivery?: object | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}

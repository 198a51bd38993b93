import {
  ConnectionArgs,
  connectionOf,
  DateScalar,
  DateTimeScalar,
  UpdateInput,
  UserError,
} from '@plimsoll/shared';
import { ArgsType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';

@ObjectType('RenewalReminder', {
  description:
    'A reminder that a subscription comes up for renewal: for the account manager first, after 7 days without an answer for managers too.',
})
export class RenewalReminder {
  @Field(() => ID, { description: 'Identifier, `rrm_…`.' })
  id!: string;

  @Field(() => Int, { description: 'Starts at 1 and grows by one with each change.' })
  version!: number;

  @Field(() => DateScalar, { description: 'When the subscription is to be renewed.' })
  renewsOn!: string;

  @Field(() => Int, { description: 'Which reminder it is: 90, 60 or 30 days ahead.' })
  daysAhead!: number;

  @Field(() => DateTimeScalar, { description: 'When it was made.' })
  remindedAt!: Date;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When somebody answered it; null: nobody has.',
  })
  acknowledgedAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'What was answered.' })
  note!: string | null;

  subscriptionId!: string;

  customerId!: string;

  acknowledgedBy!: string | null;
}

@InputType('RenewalReminderFilter', { description: 'Which reminders; all conditions must hold.' })
export class RenewalReminderFilter {
  @Field(() => Boolean, { nullable: true, description: 'Unanswered for 7 days or more, or not.' })
  overdue?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Answered, or not.' })
  acknowledged?: boolean | null;

  @Field(() => ID, { nullable: true, description: 'Of customers of this account manager, `per_…`.' })
  accountManagerId?: string | null;
}

@ArgsType()
export class RenewalRemindersArgs extends ConnectionArgs {
  @Field(() => RenewalReminderFilter, { nullable: true, description: 'Which reminders; all by default.' })
  filter?: RenewalReminderFilter | null;
}

export const { Connection: RenewalReminderConnection } = connectionOf(
  () => RenewalReminder,
  'RenewalReminder',
);

@InputType('AcknowledgeRenewalReminderInput', { description: 'Answers a reminder.' })
export class AcknowledgeRenewalReminderInput extends UpdateInput {
  @Field(() => String, { nullable: true, description: 'What is done about it, 1–2,000 characters.' })
  note?: string | null;
}

@ObjectType('RenewalReminderPayload', {
  description: 'The reminder after a mutation, or why nothing changed.',
})
export class RenewalReminderPayload {
  @Field(() => RenewalReminder, {
    nullable: true,
    description: 'The reminder as it is now; null when refused.',
  })
  reminder?: RenewalReminder | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}

import { Field, Float, Int, ObjectType } from 'type-graphql';
import { Money, Ratio } from '@plimsoll/shared';
import type { Days } from '../revenue/index.js';

@ObjectType('ChurnCause', {
  description: 'Customers that were lost in a period for one reason, as it was given.',
})
export class ChurnCause {
  days!: Days;

  @Field(() => String, {
    description:
      'The reason given for the last loss of each of these customers in the period; `NOT_RECORDED`: none was given.',
  })
  reason!: string;

  @Field(() => Int, {
    description:
      'Customers lost: they stopped paying altogether, those who arrived in the period too; one lost twice counts twice. The `churned` of the bridge.',
  })
  customerCount!: number;

  @Field(() => Money, {
    nullable: true,
    description:
      "What they paid a month before they went, in the reporting currency at the rates of the period's first day; null where a rate is missing.",
  })
  monthlyRecurringRevenue!: Money | null;

  @Field(() => Ratio, { description: 'customerCount ÷ customers lost for whatever reason.' })
  share!: Ratio;

  @Field(() => Int, {
    description:
      'What preceded: breached months of service level that began, and clocks of tickets that ran out, in the 90 days (UTC) before each loss. An association, not a cause.',
  })
  breachesBefore!: number;

  @Field(() => Float, {
    description:
      'What preceded: days that their tickets were open in the 90 days before each loss, of all tickets together.',
  })
  ticketDaysBefore!: number;
}

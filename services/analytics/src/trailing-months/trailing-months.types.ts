import { Field, Int, ObjectType } from 'type-graphql';
import { DecimalScalar, Money, Ratio } from '@plimsoll/shared';
import { COST_PER_TICKET } from '../cost/index.js';

@ObjectType('TrailingMonth', {
  description:
    'The company in one calendar month (UTC), the one that `asOf` lies in up to `asOf`. Service levels are those of the local months of the same name.',
})
export class TrailingMonth {
  @Field(() => String, { description: 'The month, `YYYY-MM`, UTC.' })
  month!: string;

  @Field(() => Int, {
    description: 'Paying customers, with a STANDARD subscription priced above zero, on the last day.',
  })
  customerCount!: number;

  @Field(() => Money, {
    nullable: true,
    description:
      'What they pay a month on the last day, in the reporting currency at the rates of that day. Null where a rate is missing.',
  })
  monthlyRecurringRevenue!: Money | null;

  @Field(() => Ratio, {
    description:
      'Customers lost in the month ÷ customers at its start; who arrives and goes within it is in neither.',
  })
  logoChurn!: Ratio;

  @Field(() => Ratio, {
    nullable: true,
    description:
      '(Churned + contraction MRR) ÷ MRR at the start, of those there then, in the reporting currency at the rates of the first day. Null where a rate is missing.',
  })
  grossRevenueChurn!: Ratio | null;

  @Field(() => Ratio, {
    nullable: true,
    description:
      '(Churned + contraction − expansion MRR) ÷ MRR at the start, of those there then, in the reporting currency at the rates of the first day. Null where a rate is missing.',
  })
  netRevenueChurn!: Ratio | null;

  @Field(() => Ratio, { description: 'Renewals made ÷ renewals due in the month.' })
  renewalRate!: Ratio;

  @Field(() => DecimalScalar, {
    nullable: true,
    description:
      'Percent with 12 decimals: 100 × (1 − counted ÷ length), the seconds of all customers and products added up; of a month that is not over the whole length counts. Null where nothing is measured.',
  })
  uptime!: string | null;

  @Field(() => Int, { description: 'Unplanned incidents that started in the month, as `incidentTrend`.' })
  incidentCount!: number;

  @Field(() => Int, {
    description: 'Changes that came to an end in the month, as `changeOutcomes`; cancelled ones did not.',
  })
  changeCount!: number;

  @Field(() => Ratio, { description: 'Of these those that succeeded, with or without issues.' })
  changeSuccessRate!: Ratio;

  @Field(() => Int, { description: 'Tickets opened in the month, merged ones left out.' })
  ticketsOpened!: number;

  @Field(() => Int, {
    description: 'Tickets resolved in the month, by their last resolution, merged ones left out.',
  })
  ticketsResolved!: number;

  @Field(() => Ratio, {
    description: 'Of the tickets resolved in the month those that were never reassigned and never reopened.',
  })
  firstContactResolution!: Ratio;

  @Field(() => Money, { nullable: true, description: COST_PER_TICKET })
  costPerTicket!: Money | null;

  @Field(() => Money, {
    nullable: true,
    description:
      'Service credits owed for the month by the ledger, issued or not, in the reporting currency at the rates of its last day. Null where a rate is missing.',
  })
  creditsPaid!: Money | null;
}

import { Field, Int, ObjectType } from 'type-graphql';
import { Money, Ratio } from '@plimsoll/shared';

@ObjectType('CohortMonth', { description: 'What is left of a cohort when a month is over.' })
export class CohortMonthView {
  @Field(() => String, { description: 'The calendar month, `YYYY-MM`.' })
  month!: string;

  @Field(() => Int, { description: "Months since the cohort's own; 0: that one." })
  monthsSince!: number;

  @Field(() => Ratio, {
    description:
      'Logo retention: customers that pay on its last day (or on the day of `asOf`) ÷ customers of the cohort. Who came back counts.',
  })
  customers!: Ratio;

  @Field(() => Money, {
    nullable: true,
    description:
      "What they pay a month then, in the reporting currency at the rates of the last day of the cohort's own month; null where a rate is missing.",
  })
  monthlyRecurringRevenue!: Money | null;

  @Field(() => Ratio, {
    nullable: true,
    description:
      "Net revenue retention: what they pay then ÷ what they paid at the end of the cohort's own month; null where a rate is missing.",
  })
  revenueRetention!: Ratio | null;
}

@ObjectType('CustomerCohort', {
  description:
    'The customers that paid for the first time in one calendar month. What happens later never changes its size.',
})
export class CustomerCohort {
  @Field(() => String, { description: 'The month, `YYYY-MM`.' })
  month!: string;

  @Field(() => Int, { description: 'Customers that paid for the first time in it.' })
  size!: number;

  @Field(() => [CohortMonthView], {
    description: 'What is left of it when each month since is over, in order, up to the month of `asOf`.',
  })
  months!: CohortMonthView[];
}

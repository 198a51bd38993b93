import { ArgsType, Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { ConnectionArgs, connectionOf, DateScalar } from '@plimsoll/shared';
import { HealthTrend } from '../customer-health/index.js';
import { Customer, Person } from '../reference/index.js';

@ObjectType('CustomerHealthDayPart', { description: 'A part of what was told of a customer’s health.' })
export class CustomerHealthDayPart {
  @Field(() => String, { description: 'What was measured.' })
  name!: string;

  @Field(() => Float, { description: 'Its value, 0 (bad) to 100 (good).' })
  value!: number;
}

@ObjectType('CustomerHealthDay', {
  description: 'What was told of a customer’s health on a day; it stays as it was told.',
})
export class CustomerHealthDay {
  @Field(() => Customer, { description: 'Whose.' })
  customer!: Customer;

  @Field(() => DateScalar, { description: 'The day (UTC), as of whose beginning it was measured.' })
  day!: string;

  @Field(() => Float, { description: 'The score, 0–100.' })
  score!: number;

  @Field(() => HealthTrend, { description: 'The score against that of 30 days before.' })
  trend!: HealthTrend;

  @Field(() => Int, { description: 'The version of the formula.' })
  formula!: number;

  @Field(() => [CustomerHealthDayPart], { description: 'What it was made of.' })
  parts!: CustomerHealthDayPart[];
}

export const { Connection: CustomerHealthDayConnection } = connectionOf(
  () => CustomerHealthDay,
  'CustomerHealthDay',
);

@ObjectType('DisengagedCustomer', {
  description: 'A customer that uses less than half of what it used; `usageTrends` shows what.',
})
class DisengagedCustomer {
  @Field(() => Customer, { description: 'Who.' })
  customer!: Customer;

  @Field(() => DateScalar, { description: 'The day (UTC), as of whose beginning it was measured.' })
  day!: string;

  @Field(() => Float, {
    description:
      'Engagement, 0–1: the mean over its metrics of use as a share of its own baseline, each at most 1, as told in the usage trend of its health.',
  })
  engagement!: number;
}

export const { Connection: DisengagedCustomerConnection } = connectionOf(
  () => DisengagedCustomer,
  'DisengagedCustomer',
);

@InputType('HealthListFilter', { description: 'Which customers; all conditions must hold.' })
export class HealthListFilter {
  @Field(() => ID, { nullable: true, description: 'Of this account manager, `per_…`.' })
  accountManagerId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Of this reseller, `par_…`.' })
  partnerId?: string | null;

  @Field(() => String, { nullable: true, description: 'Of this segment.' })
  segment?: string | null;

  @Field(() => String, { nullable: true, description: 'Of this region.' })
  region?: string | null;

  @Field(() => HealthTrend, { nullable: true, description: 'Whose health goes there.' })
  trend?: HealthTrend | null;

  @Field(() => Float, { nullable: true, description: 'With a score below this.' })
  scoreBelow?: number | null;
}

@ArgsType()
export class HealthListArgs extends ConnectionArgs {
  @Field(() => HealthListFilter, { nullable: true, description: 'Which customers; all by default.' })
  filter?: HealthListFilter | null;
}

/** By what the health of customers is told together. */
export enum HealthDimension {
  ACCOUNT_MANAGER = 'ACCOUNT_MANAGER',
  PARTNER = 'PARTNER',
  SEGMENT = 'SEGMENT',
  REGION = 'REGION',
  VERTICAL = 'VERTICAL',
}
registerEnumType(HealthDimension, {
  name: 'HealthDimension',
  description: 'By what the health of customers is told together: what they were on the day.',
  valuesConfig: {
    ACCOUNT_MANAGER: { description: 'Account manager, `per_…`.' },
    PARTNER: { description: 'Reseller, `par_…`.' },
    SEGMENT: { description: 'Segment.' },
    REGION: { description: 'Region.' },
    VERTICAL: { description: 'Vertical.' },
  },
});

@ObjectType('HealthGroup', { description: 'The health of the customers that have something in common.' })
export class HealthGroup {
  @Field(() => String, { nullable: true, description: 'What they have in common; null: those without.' })
  key!: string | null;

  @Field(() => Person, { nullable: true, description: 'The account manager.' })
  person!: Person | null;

  @Field(() => Int, { description: 'Customers of whom a score was told.' })
  customerCount!: number;

  @Field(() => Float, { description: 'Mean score, each customer alike.' })
  meanScore!: number;

  @Field(() => Int, { description: 'Those of them with a score below 50.' })
  below50!: number;

  @Field(() => Int, { description: 'Those of them whose score fell by five points or more in 30 days.' })
  falling!: number;
}

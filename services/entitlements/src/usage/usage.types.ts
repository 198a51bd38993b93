import {
  ConnectionArgs,
  connectionOf,
  DateScalar,
  DateTimeScalar,
  DecimalScalar,
  OrderDirection,
} from '@plimsoll/shared';
import { ArgsType, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';

@ObjectType('Usage', {
  description:
    'What a customer used of something, measured at an instant. Seen by whoever sees the customer.',
})
export class Usage {
  @Field(() => ID, { description: 'Identifier, `usg_…`; never reused.' })
  id!: string;

  @Field(() => String, { description: 'The system it was imported from.' })
  source!: string;

  @Field(() => DateTimeScalar, { description: 'When it was used.' })
  at!: Date;

  @Field(() => String, {
    description: 'What was measured, such as `api_calls`; a name of the company’s own.',
  })
  metric!: string;

  @Field(() => DecimalScalar, { description: 'How much, in the unit of the metric; below 0 takes back.' })
  value!: string;

  @Field(() => String, { nullable: true, description: 'The part of the product that was used.' })
  component!: string | null;

  @Field(() => String, { nullable: true, description: 'The page or call that was used.' })
  path!: string | null;

  customerId!: string;
  contactId!: string | null;
}

@ObjectType('UsageMonth', {
  description: 'What a customer used of something in a month of its own time zone.',
})
export class UsageMonth {
  @Field(() => String, { description: "The month in the customer's time zone, `YYYY-MM`." })
  month!: string;

  @Field(() => String, { description: 'What was measured.' })
  metric!: string;

  @Field(() => DecimalScalar, { description: 'How much together, exact, in the unit of the metric.' })
  total!: string;

  @Field(() => Int, { description: 'Out of how many measurements.' })
  count!: number;

  customerId!: string;
}

@InputType('UsageFilter', { description: 'Which usage; all conditions must hold.' })
export class UsageFilter {
  @Field(() => ID, { nullable: true, description: 'Of this customer, `cus_…`.' })
  customerId?: string | null;

  @Field(() => ID, { nullable: true, description: 'By this contact, `con_…`.' })
  contactId?: string | null;

  @Field(() => String, { nullable: true, description: 'Of this metric.' })
  metric?: string | null;

  @Field(() => String, { nullable: true, description: 'Of this part of the product.' })
  component?: string | null;

  @Field(() => String, { nullable: true, description: 'Imported from this system.' })
  source?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'At this instant or later.' })
  from?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Before this instant.' })
  to?: Date | null;
}

@InputType('UsageMonthFilter', { description: 'Which sums of usage; all conditions must hold.' })
export class UsageMonthFilter {
  @Field(() => ID, { nullable: true, description: 'Of this customer, `cus_…`.' })
  customerId?: string | null;

  @Field(() => String, { nullable: true, description: 'Of this metric.' })
  metric?: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'In the month of this day or later.' })
  from?: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'Before the month of this day.' })
  to?: string | null;
}

/** By what usage is sorted. */
export enum UsageOrderField {
  AT = 'AT',
}
registerEnumType(UsageOrderField, {
  name: 'UsageOrderField',
  description: 'By what usage is sorted.',
  valuesConfig: { AT: { description: 'By instant.' } },
});

@InputType('UsageOrder', { description: 'How usage is sorted.' })
export class UsageOrder {
  @Field(() => UsageOrderField, { description: 'By what.' })
  field!: UsageOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.DESC, description: 'In which direction.' })
  direction!: OrderDirection;
}

@ArgsType()
export class UsageArgs extends ConnectionArgs {
  @Field(() => UsageFilter, { nullable: true, description: 'Which usage; all by default.' })
  filter?: UsageFilter | null;

  @Field(() => UsageOrder, { nullable: true, description: 'How it is sorted; the newest first by default.' })
  orderBy?: UsageOrder | null;
}

@ArgsType()
export class UsageMonthArgs extends ConnectionArgs {
  @Field(() => UsageMonthFilter, { nullable: true, description: 'Which sums; all by default.' })
  filter?: UsageMonthFilter | null;
}

export const { Connection: UsageConnection } = connectionOf(() => Usage, 'Usage');
export const { Connection: UsageMonthConnection } = connectionOf(() => UsageMonth, 'UsageMonth');

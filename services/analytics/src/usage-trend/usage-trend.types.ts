import { Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DateScalar, DateTimeScalar } from '@plimsoll/shared';
import { USAGE_RULE, UsageDirection } from './usage-trend.rules.js';

registerEnumType(UsageDirection, {
  name: 'UsageDirection',
  description: `Where the use of something is going. ${USAGE_RULE}`,
  valuesConfig: {
    GROWING: { description: 'Above 125 % of the baseline.' },
    STEADY: { description: 'From 75 to 125 % of the baseline.' },
    DECLINING: { description: 'Below 75 % of the baseline.' },
    STOPPED: { description: 'Nothing was used lately.' },
  },
});

@ObjectType('UsageWeek', { description: 'What was used in seven days.' })
export class UsageWeek {
  @Field(() => DateScalar, { description: 'The first of the seven days (UTC).' })
  from!: string;

  @Field(() => Float, { description: "How much, in the metric's unit." })
  value!: number;
}

@ObjectType('UsageTrend', {
  description: `How a customer's use of a metric compares with its own baseline. ${USAGE_RULE}`,
})
export class UsageTrend {
  @Field(() => String, { description: 'What is measured.' })
  metric!: string;

  @Field(() => UsageDirection, {
    nullable: true,
    description: 'Where it is going; null where nothing was used in the baseline.',
  })
  direction!: UsageDirection | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Use lately, a day (or a measuring day, where it is measured seldom).',
  })
  recentRate!: number | null;

  @Field(() => Float, { nullable: true, description: 'The same in the baseline.' })
  baselineRate!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'recentRate ÷ baselineRate; null where nothing was used in the baseline.',
  })
  share!: number | null;

  @Field(() => DateTimeScalar, { description: 'When it was used last.' })
  lastUsedAt!: Date;

  @Field(() => [UsageWeek], {
    description: 'The last 17 weeks of seven days, that end with yesterday (UTC), the earliest first.',
  })
  weeks!: UsageWeek[];
}

@ObjectType('AbandonedPath', {
  description:
    'A part of a product that a customer used on at least 3 different days of the 91 days of its baseline, and on none of the last 28.',
})
export class AbandonedPath {
  @Field(() => String, { description: 'What is measured.' })
  metric!: string;

  @Field(() => String, { nullable: true, description: 'The part of the product; null where none is told.' })
  component!: string | null;

  @Field(() => String, { description: 'The page or call, without what may tell of persons.' })
  path!: string;

  @Field(() => DateTimeScalar, { description: 'When it was used last.' })
  lastUsedAt!: Date;

  @Field(() => Int, { description: 'On how many different days of the baseline it was used.' })
  daysUsed!: number;
}

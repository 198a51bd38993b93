import { Field, Float, ObjectType, registerEnumType } from 'type-graphql';
import { HEALTH_FORMULA, HealthTrend } from './customer-health.rules.js';

registerEnumType(HealthTrend, {
  name: 'HealthTrend',
  description: "Where a customer's health is going: its score against that of 30 days before.",
  valuesConfig: {
    RISING: { description: 'Five points or more above it.' },
    STEADY: { description: 'Less than five points from it, or nothing to compare with.' },
    FALLING: { description: 'Five points or more below it.' },
  },
});

@ObjectType('HealthPart', { description: "One measure that a customer's health is made of." })
export class HealthPart {
  @Field(() => String, { description: 'What is measured.' })
  name!: string;

  @Field(() => Float, { description: 'Its value, 0 (bad) to 100 (good).' })
  value!: number;

  @Field(() => Float, {
    description:
      'Its share of the score, 0–1; all parts that have data together have 1, in the proportions of the formula.',
  })
  weight!: number;

  @Field(() => Float, { description: 'value × weight: its points of the score.' })
  contribution!: number;

  @Field(() => String, { description: 'The figures that the value rests on, in words.' })
  basis!: string;
}

@ObjectType('CustomerHealth', {
  description: `How well a customer fares, as a score out of visible parts. ${HEALTH_FORMULA}`,
})
export class CustomerHealth {
  @Field(() => Float, {
    description: 'Sum of the contributions of the parts, 0–100, rounded to two decimals.',
  })
  score!: number;

  @Field(() => HealthTrend, {
    description:
      'The score against that of 30 days before by the same formula, over the parts that both have: from five points on it rises or falls.',
  })
  trend!: HealthTrend;

  @Field(() => Float, {
    nullable: true,
    description: 'Points since 30 days before, over the parts that both have; null where they share none.',
  })
  change!: number | null;

  @Field(() => [HealthPart], { description: 'What it is made of.' })
  parts!: readonly HealthPart[];

  @Field(() => [String], { description: 'Parts that are left out because nothing is known of them.' })
  missing!: readonly string[];
}

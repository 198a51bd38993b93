import { Field, Float, ID, ObjectType, registerEnumType } from 'type-graphql';
import { DateTimeScalar } from '@plimsoll/shared';

/** Where a customer's health is going. */
export enum HealthTrend {
  RISING = 'RISING',
  STEADY = 'STEADY',
  FALLING = 'FALLING',
}
registerEnumType(HealthTrend, {
  name: 'HealthTrend',
  description: "Where a customer's health is going.",
  valuesConfig: {
    RISING: { description: 'Better than a month ago.' },
    STEADY: { description: 'As a month ago.' },
    FALLING: { description: 'Worse than a month ago.' },
  },
});

@ObjectType('HealthPart', { description: "One measure that a customer's health is made of." })
export class HealthPart {
  @Field(() => String, { description: 'What is measured.' })
  name!: string;

  @Field(() => Float, { description: 'Its value, 0 (bad) to 100 (good).' })
  value!: number;

  @Field(() => Float, { description: 'Its share of the score, 0–1; all parts together have 1.' })
  weight!: number;

  @Field(() => Float, { description: 'value × weight: its points of the score.' })
  contribution!: number;
}

@ObjectType('CustomerHealth', { description: 'How well a customer fares, as a score out of visible parts.' })
export class CustomerHealth {
  @Field(() => Float, { description: 'Sum of the contributions of the parts, 0–100.' })
  score!: number;

  @Field(() => HealthTrend, { description: 'The score against that of a month ago.' })
  trend!: HealthTrend;

  @Field(() => [HealthPart], { description: 'What it is made of.' })
  parts!: HealthPart[];
}

@ObjectType('ChurnRisk', { description: 'How likely a customer is to leave, and why.' })
export class ChurnRisk {
  @Field(() => Float, { description: 'Likelihood of leaving within a year, 0–1.' })
  score!: number;

  @Field(() => [String], { description: 'What speaks for it, strongest first.' })
  reasons!: string[];
}

@ObjectType('DoNotUpsell', { description: 'Whether now is the wrong moment to sell to a customer.' })
export class DoNotUpsell {
  @Field(() => Boolean, { description: 'Whether the customer is hit by an incident at this moment.' })
  active!: boolean;

  @Field(() => String, { nullable: true, description: 'Why; null where it is not active.' })
  reason!: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The incident that hits the customer worst; null without one.',
  })
  incidentId!: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When the impact ends, where its end is on record already; else null.',
  })
  until!: Date | null;
}

import { connectionOf, DateTimeScalar, ImpactState, isId, UpdateInput } from '@plimsoll/shared';
import { Field, InputType, Int, ObjectType } from 'type-graphql';
import { Customer, Person } from '../account/index.js';
import { TicketLevel } from '../ticket/index.js';

@ObjectType('HitCustomer', { description: 'A customer that an incident hits.' })
class HitCustomerObject {
  id!: string;

  @Field(() => ImpactState, { description: 'The worst that happens to any of its products.' })
  state!: ImpactState;

  @Field(() => Customer, { description: 'The customer.' })
  customer(): Customer {
    return { id: this.id };
  }
}

export const { Connection: HitCustomerConnection } = connectionOf(() => HitCustomerObject, 'HitCustomer');

@ObjectType('ImpactAssessment', {
  description:
    'Which impact follows from the customers that an incident hits, and what a person said instead.',
})
export class ImpactAssessment {
  ticketId!: string;
  overriddenBy?: string | null;

  @Field(() => TicketLevel, {
    nullable: true,
    description: 'The impact that follows from the customers it hits; null where it is known to hit nobody.',
  })
  derived?: TicketLevel | null;

  @Field(() => [String], { description: 'Why; empty where it is known to hit nobody.' })
  because!: string[];

  @Field(() => Int, { name: 'customersHit', description: 'How many customers it hits.' })
  customersHit(): number {
    return this.customers ?? 0;
  }
  customers?: number;

  @Field(() => TicketLevel, { nullable: true, description: 'The impact that a person gave it instead.' })
  overriddenTo?: TicketLevel | null;

  @Field(() => String, { nullable: true, description: 'Why that person did.' })
  reason?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When that was.' })
  overriddenAt?: Date | null;

  @Field(() => Person, { nullable: true, name: 'overriddenBy', description: 'Who that was.' })
  overrider(): Person | null {
    return this.overriddenBy != null && isId('per', this.overriddenBy) ? { id: this.overriddenBy } : null;
  }
}

@InputType('OverrideTicketImpactInput', { description: 'Another impact of an open incident.' })
export class OverrideTicketImpactInput extends UpdateInput {
  @Field(() => TicketLevel, { description: 'The impact that it has instead.' })
  impact!: TicketLevel;

  @Field(() => String, { description: 'Why, 1–2,000 characters.' })
  reason!: string;
}

@InputType('WithdrawImpactOverrideInput', {
  description: 'Lets the impact follow from the customers that are hit again.',
})
export class WithdrawImpactOverrideInput extends UpdateInput {
  @Field(() => String, { description: 'Why, 1–2,000 characters.' })
  reason!: string;
}

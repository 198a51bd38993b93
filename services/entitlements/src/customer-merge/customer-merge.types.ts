import { UserError } from '@plimsoll/shared';
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { Customer } from '../customer/index.js';

@InputType('CustomerVersionInput', { description: 'A customer as the caller has read it.' })
export class CustomerVersionInput {
  @Field(() => ID, { description: 'Identifier, `cus_…`.' })
  id!: string;

  @Field(() => Int, {
    description: 'The version the caller has read; a stale one is refused with `CONFLICT`.',
  })
  expectedVersion!: number;
}

@InputType('MergeCustomersInput', { description: 'Two customers that are one company.' })
export class MergeCustomersInput {
  @Field(() => CustomerVersionInput, { description: 'The one that stands for both from now on.' })
  keep!: CustomerVersionInput;

  @Field(() => CustomerVersionInput, { description: 'The one that is given up.' })
  duplicate!: CustomerVersionInput;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Whether it is meant that one of two partners loses its customer.',
  })
  acrossPartners!: boolean;

  @Field(() => String, { description: 'Why, 1–200 characters.' })
  reason!: string;
}

@ObjectType('MergedRecords', { description: 'How many records of one kind went from the one to the other.' })
export class MergedRecords {
  @Field(() => String, { description: 'Of what: contact, subscription, entitlement, customer_order …' })
  table!: string;

  @Field(() => Int, { description: 'How many.' })
  count!: number;
}

@ObjectType('MergeCustomersPayload', {
  description: 'What a merge made of two customers, or why nothing changed.',
})
export class MergeCustomersPayload {
  @Field(() => Customer, { nullable: true, description: 'The one that stands for both; null when refused.' })
  customer?: Customer | null;

  @Field(() => Customer, { nullable: true, description: 'The one that was given up; null when refused.' })
  duplicate?: Customer | null;

  @Field(() => [MergedRecords], { nullable: true, description: 'What went from the one to the other.' })
  moved?: MergedRecords[] | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}

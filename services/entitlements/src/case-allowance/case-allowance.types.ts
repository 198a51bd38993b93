import { Field, Int, ObjectType } from 'type-graphql';
import { DateScalar } from '@plimsoll/shared';
import { BeyondAllowanceName } from '../support-level/index.js';

@ObjectType('CaseAllowance', {
  description:
    'How a customer stands with its cases in the present contract year. A case is used when a request or an incident of the customer closes, and given back when it is reopened.',
})
export class CaseAllowance {
  entitlementId!: string;

  @Field(() => Int, { nullable: true, description: 'How many the contract year allows; null: no limit.' })
  allowed!: number | null;

  @Field(() => Int, { description: 'How many are used.' })
  used!: number;

  @Field(() => Int, { nullable: true, description: 'How many are left, 0 or more; null: no limit.' })
  remaining!: number | null;

  @Field(() => BeyondAllowanceName, { description: 'What happens to cases beyond these.' })
  beyond!: BeyondAllowanceName | keyof typeof BeyondAllowanceName;

  @Field(() => Boolean, {
    description: 'Whether the customer and its partners may open no further ticket this contract year.',
  })
  refused!: boolean;

  @Field(() => DateScalar, { description: 'The first day of the contract year.' })
  from!: string;

  @Field(() => DateScalar, { description: 'The first day of the next contract year.' })
  to!: string;
}

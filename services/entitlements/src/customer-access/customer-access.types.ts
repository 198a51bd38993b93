import { DateTimeScalar, UpdateInput } from '@plimsoll/shared';
import { Field, InputType } from 'type-graphql';
import { OpenTicketsPolicy } from '../customer/index.js';

@InputType('ActivateCustomerInput', { description: "Switches a customer's access on." })
export class ActivateCustomerInput extends UpdateInput {
  @Field(() => String, { nullable: true, description: 'Why, 1–200 characters.' })
  reason?: string | null;
}

@InputType('DeactivateCustomerInput', { description: "Switches a customer's access off." })
export class DeactivateCustomerInput extends UpdateInput {
  @Field(() => String, { description: 'Why, 1–200 characters; shown on tickets that are put on hold.' })
  reason!: string;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it is switched on again by itself, at most five years ahead; left out: by hand only.',
  })
  until?: Date | null;

  @Field(() => OpenTicketsPolicy, {
    defaultValue: OpenTicketsPolicy.KEEP,
    description: 'What becomes of its open tickets meanwhile.',
  })
  openTickets!: OpenTicketsPolicy;
}

import { Field, InputType, ObjectType } from 'type-graphql';
import { UpdateInput, UserError } from '@plimsoll/shared';
import { Ticket } from '../ticket/index.js';

@ObjectType('TicketPayload', { description: 'The ticket after a mutation, or why nothing changed.' })
export class TicketPayload {
  @Field(() => Ticket, { nullable: true, description: 'The ticket as it is now; null when refused.' })
  ticket?: object | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}

@InputType('TicketStepInput', { description: 'A step in the life of a ticket.' })
export class TicketStepInput extends UpdateInput {
  @Field(() => String, {
    nullable: true,
    description: 'What there is to say about it, at most 20,000 characters.',
  })
  text?: string | null;
}

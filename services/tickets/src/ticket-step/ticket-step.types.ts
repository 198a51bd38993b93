import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
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

@InputType('TicketVersionInput', { description: 'A ticket as the caller has read it.' })
export class TicketVersionInput {
  @Field(() => ID, { description: 'The ticket.' })
  id!: string;

  @Field(() => Int, { description: 'The version the caller has read.' })
  expectedVersion!: number;
}

@ObjectType('TicketResult', { description: 'What became of one ticket of many.' })
export class TicketResult {
  @Field(() => ID, { description: 'The ticket, as the input names it.' })
  id!: string;

  @Field(() => Ticket, {
    nullable: true,
    description: 'The ticket as it is now; null where the step was not taken.',
  })
  ticket!: object | null;

  @Field(() => [UserError], { description: 'Why the step was not taken; empty where it was.' })
  userErrors!: UserError[];
}

@ObjectType('TicketsPayload', { description: 'What became of each of many tickets, or why nothing changed.' })
export class TicketsPayload {
  @Field(() => [TicketResult], {
    nullable: true,
    description:
      'What became of each, in the order of the input: each that can take the step takes it, all of these in one transaction. Null where the input itself is at fault.',
  })
  results?: TicketResult[] | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty where `results` tells.' })
  userErrors!: UserError[];
}

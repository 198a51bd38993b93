import { Field, ID, InputType, Int } from 'type-graphql';
import { UpdateInput } from '@plimsoll/shared';
import { TicketStepInput, TicketVersionInput } from '../ticket-step/index.js';
import { TicketKind } from '../ticket/index.js';

@InputType('MergeTicketsInput', { description: 'Tickets of one customer that turned out to be one.' })
export class MergeTicketsInput {
  @Field(() => ID, { description: 'The ticket that goes on; it is open.' })
  intoId!: string;

  @Field(() => Int, { description: 'The version of that ticket that the caller has read.' })
  expectedVersion!: number;

  @Field(() => [TicketVersionInput], {
    description: 'The tickets that are merged into it, 1–500, each once.',
  })
  tickets!: TicketVersionInput[];

  @Field(() => String, {
    nullable: true,
    description: 'What the customer is told, at most 20,000 characters.',
  })
  text?: string | null;
}

@InputType('UnmergeTicketInput', { description: 'A ticket that turned out to be one of its own after all.' })
export class UnmergeTicketInput extends TicketStepInput {}

@InputType('SplitTicketInput', {
  description:
    'A part of a ticket that becomes a ticket of its own. Repeating it at the same version is refused.',
})
export class SplitTicketInput extends UpdateInput {
  @Field(() => String, { description: 'Subject of the new ticket, 1–300 characters.' })
  subject!: string;

  @Field(() => String, {
    nullable: true,
    description: 'What the new ticket is about, at most 20,000 characters.',
  })
  description?: string | null;

  @Field(() => TicketKind, { nullable: true, description: 'What it is about; as the ticket where absent.' })
  kind?: TicketKind | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'Replies and notes that belong to the new ticket too, at most 100: they are carried over.',
  })
  eventIds?: string[] | null;
}

import { Field, ID, InputType } from 'type-graphql';
import { TicketVersionInput } from '../ticket-step/index.js';
import { TicketPriority } from '../ticket/index.js';

@InputType()
abstract class ManyTicketsInput {
  @Field(() => [TicketVersionInput], { description: 'The tickets, 1–500, each once.' })
  tickets!: TicketVersionInput[];
}

@InputType('AssignTicketsInput', {
  description: 'Who works on these tickets; a field that is left out stays as it is, null removes it.',
})
export class AssignTicketsInput extends ManyTicketsInput {
  @Field(() => ID, { nullable: true, description: 'The person.' })
  assigneeId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The team.' })
  teamId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The queue.' })
  queueId?: string | null;

  @Field(() => String, { nullable: true, description: 'Why, for the record.' })
  reason?: string | null;
}

@InputType('SetTicketPriorityInput', { description: 'Another priority for these tickets.' })
export class SetTicketPriorityInput extends ManyTicketsInput {
  @Field(() => TicketPriority, { description: 'The new priority.' })
  priority!: TicketPriority;

  @Field(() => String, { description: 'Why, 1–2,000 characters.' })
  reason!: string;
}

@InputType('FinishTicketsInput', { description: 'The solution or the end of these tickets.' })
export class FinishTicketsInput extends ManyTicketsInput {
  @Field(() => String, {
    nullable: true,
    description: 'What there is to say about it, at most 20,000 characters.',
  })
  text?: string | null;
}

@InputType('TagTicketsInput', { description: 'Labels that these tickets get and lose.' })
export class TagTicketsInput extends ManyTicketsInput {
  @Field(() => [String], { nullable: true, description: 'Labels to add, each 1–50 characters.' })
  add?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'Labels to remove.' })
  remove?: string[] | null;
}

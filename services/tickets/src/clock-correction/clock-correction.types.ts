import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { DateTimeScalar, UpdateInput, UserError } from '@plimsoll/shared';
import { ClockPolicy } from '../sla-clock/index.js';

@InputType('RecordTicketPauseInput', {
  description: 'A stretch in which nothing should have been counted, told afterwards.',
})
export class RecordTicketPauseInput extends UpdateInput {
  @Field(() => DateTimeScalar, { description: 'When it began; not before the opening.' })
  from!: Date;

  @Field(() => DateTimeScalar, { description: 'When it ended; not after now.' })
  to!: Date;

  @Field(() => String, { description: 'Why nothing should have been counted, 1–2,000 characters.' })
  reason!: string;
}

@InputType('CorrectTicketEventInput', {
  description: 'When an event of a ticket really happened, where the log has it wrong.',
})
export class CorrectTicketEventInput extends UpdateInput {
  @Field(() => Int, { description: 'The place of the event among those of the ticket.' })
  sequence!: number;

  @Field(() => DateTimeScalar, {
    description: 'When it happened: not before the event before it, and not after the one after it.',
  })
  at!: Date;

  @Field(() => String, { description: 'How that is known, 1–2,000 characters.' })
  reason!: string;
}

@InputType('ApplyCurrentAgreementInput', {
  description: 'Has a ticket counted by what its customer is promised now.',
})
export class ApplyCurrentAgreementInput extends UpdateInput {
  @Field(() => ClockPolicy, { description: 'What becomes of the clocks that are open.' })
  clocks!: ClockPolicy;

  @Field(() => String, { description: 'Why, 1–2,000 characters.' })
  reason!: string;
}

@InputType('RecomputeClocksInput', {
  description: 'The tickets whose clocks are computed again; exactly one of the two.',
})
export class RecomputeClocksInput {
  @Field(() => [ID], { nullable: true, description: 'These tickets, at most 1,000.' })
  ticketIds?: string[] | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The next 1,000 tickets after this one by id, of all; empty text: from the first.',
  })
  afterId?: string | null;
}

@ObjectType('RecomputedClocks', { description: 'What came of computing clocks again from the logs.' })
export class RecomputedClocks {
  @Field(() => Int, { description: 'Tickets whose clocks were computed.' })
  tickets!: number;

  @Field(() => Int, {
    description: 'Clocks that came out other than they were on record; 0 where nothing was wrong.',
  })
  changed!: number;

  @Field(() => [ID], { description: 'The tickets of these clocks.' })
  changedTicketIds!: string[];

  @Field(() => ID, {
    nullable: true,
    description: 'The last ticket computed: where to go on; null at the end.',
  })
  lastId!: string | null;
}

@ObjectType('RecomputeClocksPayload', {
  description: 'What came of computing clocks again, or why nothing was.',
})
export class RecomputeClocksPayload {
  @Field(() => RecomputedClocks, { nullable: true, description: 'What came of it; null when refused.' })
  recomputed?: RecomputedClocks | null;

  @Field(() => [UserError], { description: 'Why nothing was computed; empty on success.' })
  userErrors!: UserError[];
}

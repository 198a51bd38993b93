import { Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { DateTimeScalar, UpdateInput } from '@plimsoll/shared';
import { ProblemNature, TicketKind, TicketStatus } from '../ticket/index.js';
import { TicketVersionInput } from '../ticket-step/index.js';
import { FollowersChoice } from './ticket-follow.rules.js';

registerEnumType(FollowersChoice, {
  name: 'FollowersChoice',
  description: 'What becomes of the open tickets that follow an incident or a problem once it is resolved.',
  valuesConfig: {
    LEAVE: { description: 'They stay open; those that wait for it as their problem go on.' },
    OFFER: { description: 'The customers are asked whether it is solved: the tickets wait for them.' },
    RESOLVE: { description: 'They are resolved with it, and their customers told so.' },
  },
});

@ObjectType('FollowedProgress', {
  description:
    'How far the incident or problem is that a ticket follows, as its customer may know; that one may be about other customers too.',
})
export class FollowedProgress {
  @Field(() => TicketKind, { description: 'What is followed.' })
  kind!: TicketKind;

  @Field(() => TicketStatus, { description: 'Where it stands.' })
  status!: TicketStatus;

  @Field(() => String, { nullable: true, description: 'How far it is, one of TicketPhase.' })
  phase!: string | null;

  @Field(() => DateTimeScalar, { description: 'When it was opened.' })
  openedAt!: Date;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it was resolved; null while it is open.',
  })
  resolvedAt!: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When something was last told of it.' })
  updateAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'What was last told of it.' })
  updateText!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Why it happened, as customers are told (RFO); null until its postmortem is published.',
  })
  reasonForOutage!: string | null;
}

@InputType('FollowTicketInput', { description: 'Tickets that follow an incident or a problem from now on.' })
export class FollowTicketInput {
  @Field(() => ID, { description: 'The incident or problem; it is open.' })
  parentId!: string;

  @Field(() => [TicketVersionInput], { description: 'The tickets, 1–500, each once.' })
  tickets!: TicketVersionInput[];

  @Field(() => String, { nullable: true, description: 'Why, for the record.' })
  reason?: string | null;
}

@InputType('UnfollowTicketInput', { description: 'Tickets that follow nothing from now on.' })
export class UnfollowTicketInput {
  @Field(() => [TicketVersionInput], { description: 'The tickets, 1–500, each once.' })
  tickets!: TicketVersionInput[];

  @Field(() => String, { nullable: true, description: 'Why, for the record.' })
  reason?: string | null;
}

@InputType('HandToEngineeringInput', {
  description:
    "A customer's ticket whose cause is for engineering. The ticket stays with its owner in support, waits for the problem and follows its progress.",
})
export class HandToEngineeringInput extends UpdateInput {
  @Field(() => ProblemNature, { description: 'What engineering is asked for.' })
  nature!: ProblemNature;

  @Field(() => String, { description: 'What engineering has to know, 1–20,000 characters.' })
  text!: string;

  @Field(() => ID, {
    nullable: true,
    description: 'The problem, where engineering has it already; a new one is opened where absent.',
  })
  problemId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Subject of the new problem, 1–300 characters; the ticket's own where absent.",
  })
  subject?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Engineering's own name for it, at most 200 characters.",
  })
  reference?: string | null;
}

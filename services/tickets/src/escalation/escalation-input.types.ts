import { CreateInput, JsonScalar, UpdateInput } from '@plimsoll/shared';
import { Field, ID, InputType } from 'type-graphql';
import { EscalationKind } from '../escalation-form/index.js';
import { TicketTier } from '../ticket/index.js';

@InputType('EscalateTicketInput', {
  description:
    'To whom a ticket goes: to another tier, to a person who takes it over, to somebody who is told, or to whoever is on call.',
})
export class EscalateTicketInput extends UpdateInput {
  @Field(() => EscalationKind, {
    defaultValue: EscalationKind.FUNCTIONAL,
    description: 'FUNCTIONAL, or HIERARCHICAL for management, which is told and does not take over.',
  })
  kind!: EscalationKind;

  @Field(() => TicketTier, { nullable: true, description: 'The tier that takes it over.' })
  tier?: TicketTier | null;

  @Field(() => ID, { nullable: true, description: 'The person who takes it over.' })
  assigneeId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The person who is told and does not take it over.' })
  personId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The rotation of whose people the first one on call is told.',
  })
  rotationId?: string | null;

  @Field(() => String, { description: 'Why, 1–2,000 characters.' })
  reason!: string;

  @Field(() => JsonScalar, {
    nullable: true,
    description:
      'What was tried, the impact, the evidence: an object by the form that `escalationFormFor` shows.',
  })
  information?: unknown;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Whether the ticket finds its way anew, by the routing rules for the tier.',
  })
  reroute!: boolean;
}

@InputType('RequestEscalationInput', { description: 'A customer asks for an escalation.' })
export class RequestEscalationInput extends CreateInput {
  @Field(() => ID, { description: 'The ticket, which is open.' })
  ticketId!: string;

  @Field(() => String, { description: 'Why, 1–2,000 characters.' })
  reason!: string;

  @Field(() => JsonScalar, {
    nullable: true,
    description: 'What it costs and what shows it: an object by the form that `escalationFormFor` shows.',
  })
  information?: unknown;
}

@InputType('AcknowledgeEscalationInput', { description: 'Who takes an escalation on.' })
export class AcknowledgeEscalationInput extends UpdateInput {
  @Field(() => String, {
    nullable: true,
    description: 'What will be done, at most 20,000 characters; the customer reads it where it has asked.',
  })
  note?: string | null;
}

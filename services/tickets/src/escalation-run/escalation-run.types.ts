import { connectionOf, CreateInput, DateTimeScalar, UpdateInput, UserError } from '@plimsoll/shared';
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { EscalationEnd } from '../escalation/index.js';

@ObjectType('EscalationRun', {
  description:
    'A policy over a ticket, as the policy was when it began: once each time the ticket was opened or reopened, once a request, and whenever somebody starts it. Staff only.',
})
export class EscalationRun {
  policyId!: string;
  ticketId!: string;

  @Field(() => ID, { description: 'Identifier, `esr_…`.' })
  id!: string;

  @Field(() => Int, { description: 'Grows by one with each step; give it back as `expectedVersion`.' })
  version!: number;

  @Field(() => [String], { description: 'Why it began.' })
  because!: string[];

  @Field(() => DateTimeScalar, { description: 'When it began.' })
  startedAt!: Date;

  @Field(() => Int, { description: 'The repetition that comes next, from 0.' })
  round!: number;

  @Field(() => Int, { description: 'The step that comes next, from 0.' })
  nextStep!: number;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it comes; null: none does.' })
  nextAt!: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it ended.' })
  endedAt!: Date | null;

  @Field(() => EscalationEnd, { nullable: true, description: 'Why it ended.' })
  endedBecause!: EscalationEnd | null;
}

export const { Connection: EscalationRunConnection } = connectionOf(() => EscalationRun, 'EscalationRun');

@ObjectType('EscalationRunPayload', { description: 'The run after a mutation, or why nothing changed.' })
export class EscalationRunPayload {
  @Field(() => EscalationRun, { nullable: true, description: 'The run as it is now; null when refused.' })
  run?: object | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}

@InputType('StartEscalationInput', { description: 'A policy begins over a ticket by hand.' })
export class StartEscalationInput extends CreateInput {
  @Field(() => ID, { description: 'The ticket, which is open.' })
  ticketId!: string;

  @Field(() => ID, { description: 'The policy, `esp_…`; its conditions are not asked.' })
  policyId!: string;

  @Field(() => String, { description: 'Why, 1–2,000 characters.' })
  reason!: string;
}

@InputType('StopEscalationInput', { description: 'A run ends by hand.' })
export class StopEscalationInput extends UpdateInput {
  @Field(() => String, { description: 'Why, 1–2,000 characters.' })
  reason!: string;
}

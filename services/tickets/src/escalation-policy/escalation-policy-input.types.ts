import { CreateInput, UpdateInput } from '@plimsoll/shared';
import { Field, ID, InputType, Int } from 'type-graphql';
import { EscalationKind } from '../escalation-form/index.js';
import { SlaTarget } from '../sla-target/index.js';
import { TicketKind, TicketPriority, TicketTier } from '../ticket/index.js';

@InputType('EscalationConditionsInput', {
  description:
    'When a policy begins over an open ticket, once each time it was opened or reopened: all that is given must hold, and one of severityAtLeast, openedForMinutes, quietForMinutes, breachWithinMinutes, breached, reopenedAtLeast and requested has to be.',
})
export class EscalationConditionsInput {
  @Field(() => [TicketKind], { nullable: true, description: 'Tickets of these kinds; null: of any.' })
  kinds?: TicketKind[] | null;

  @Field(() => [TicketPriority], { nullable: true, description: 'Of these priorities; null: of any.' })
  priorities?: TicketPriority[] | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Of customers of these segments, such as `ENTERPRISE`; null: of any.',
  })
  segments?: string[] | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'Of customers who are entitled to one of these support levels at the moment; null: of any.',
  })
  supportLevelIds?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'Of these teams, `tem_…`; null: of any, or none.' })
  teamIds?: string[] | null;

  @Field(() => Boolean, { nullable: true, description: 'Which nobody has, or somebody has; null: both.' })
  unassigned?: boolean | null;

  @Field(() => Int, { nullable: true, description: 'Whose severity score is at least this, 0–100.' })
  severityAtLeast?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: "Which were opened this many minutes ago, in the working time of the policy's calendar.",
  })
  openedForMinutes?: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      "To which nothing has happened for so many minutes, in the working time of the policy's calendar.",
  })
  quietForMinutes?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'With a clock that runs and is due within so many minutes.',
  })
  breachWithinMinutes?: number | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'True: with an open clock that has missed its target.',
  })
  breached?: boolean | null;

  @Field(() => SlaTarget, {
    nullable: true,
    description: 'Of which target the two above speak; null: of any.',
  })
  target?: SlaTarget | null;

  @Field(() => Int, { nullable: true, description: 'Which were reopened so often, from 1.' })
  reopenedAtLeast?: number | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'True: for which an escalation was asked for that nobody has answered. It begins once each time.',
  })
  requested?: boolean | null;
}

@InputType('EscalationStepInput', { description: 'What a policy does, and when.' })
export class EscalationStepInput {
  @Field(() => Int, {
    defaultValue: 0,
    description:
      "So many minutes after the step before it, or after the policy has begun, 0–525,600; in the working time of the policy's calendar.",
  })
  afterMinutes!: number;

  @Field(() => EscalationKind, {
    defaultValue: EscalationKind.FUNCTIONAL,
    description: 'FUNCTIONAL, or HIERARCHICAL for management.',
  })
  kind!: EscalationKind;

  @Field(() => TicketTier, { nullable: true, description: 'The tier that takes the ticket over.' })
  tier?: TicketTier | null;

  @Field(() => [ID], { nullable: true, description: 'Persons who are told, at most 50.' })
  personIds?: string[] | null;

  @Field(() => ID, { nullable: true, description: 'The rotation of whose people those on call are told.' })
  rotationId?: string | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Whether everybody on call by the rotation is told, rather than the first.',
  })
  everyoneOnCall!: boolean;

  @Field(() => ID, { nullable: true, description: 'The team whose people, but for those away, are told.' })
  teamId?: string | null;
}

@InputType('CreateEscalationPolicyInput', { description: 'A new policy.' })
export class CreateEscalationPolicyInput extends CreateInput {
  @Field(() => String, { description: 'What it is called, 1–200 characters; unique.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'What it is for, at most 2,000 characters.' })
  description?: string | null;

  @Field(() => Int, {
    defaultValue: 100,
    description: 'In whose order policies begin where several do at once, 0–1,000,000.',
  })
  rank!: number;

  @Field(() => EscalationConditionsInput, { description: 'When it begins.' })
  conditions!: EscalationConditionsInput;

  @Field(() => [EscalationStepInput], { description: 'What it does, 1 to 20 steps.' })
  steps!: EscalationStepInput[];

  @Field(() => Int, {
    defaultValue: 0,
    description: 'How often all steps are taken again where nobody answers, 0–20.',
  })
  repeats!: number;

  @Field(() => Int, {
    defaultValue: 30,
    description: 'How many minutes after the last step the first one is taken again, without its own delay.',
  })
  repeatAfterMinutes!: number;

  @Field(() => ID, {
    nullable: true,
    description: 'The business calendar in whose working time delays count; null: around the clock.',
  })
  calendarId?: string | null;
}

@InputType('UpdateEscalationPolicyInput', {
  description:
    'Edits of a policy; a field that is left out stays as it is. What it has begun goes on as it was.',
})
export class UpdateEscalationPolicyInput extends UpdateInput {
  @Field(() => String, { nullable: true, description: 'New name, 1–200 characters.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'New description; null removes it.' })
  description?: string | null;

  @Field(() => Int, { nullable: true, description: 'New rank, 0–1,000,000.' })
  rank?: number | null;

  @Field(() => EscalationConditionsInput, { nullable: true, description: 'The conditions instead.' })
  conditions?: EscalationConditionsInput | null;

  @Field(() => [EscalationStepInput], { nullable: true, description: 'The steps instead, 1 to 20.' })
  steps?: EscalationStepInput[] | null;

  @Field(() => Int, { nullable: true, description: 'How often all steps are taken again, 0–20.' })
  repeats?: number | null;

  @Field(() => Int, { nullable: true, description: 'After how many minutes they are taken again.' })
  repeatAfterMinutes?: number | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The calendar in which delays count; null: around the clock.',
  })
  calendarId?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'False ends it: it begins no more.' })
  active?: boolean | null;
}

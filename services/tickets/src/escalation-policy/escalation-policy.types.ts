import { ConnectionArgs, connectionOf, OrderDirection, RecordObject, UserError } from '@plimsoll/shared';
import { ArgsType, Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { BusinessCalendar, Person } from '../account/index.js';
import { EscalationKind } from '../escalation-form/index.js';
import { SlaTarget } from '../sla-target/index.js';
import { TicketKind, TicketPriority, TicketTier } from '../ticket/index.js';

@ObjectType('EscalationConditions', {
  description: 'When a policy begins over an open ticket: all that is not null must hold.',
})
export class EscalationConditions {
  @Field(() => [TicketKind], { nullable: true, description: 'Tickets of these kinds.' })
  kinds!: TicketKind[] | null;

  @Field(() => [TicketPriority], { nullable: true, description: 'Of these priorities.' })
  priorities!: TicketPriority[] | null;

  @Field(() => [String], { nullable: true, description: 'Of customers of these segments.' })
  segments!: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'Of customers entitled to one of these support levels.' })
  supportLevelIds!: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'Of these teams.' })
  teamIds!: string[] | null;

  @Field(() => Boolean, { nullable: true, description: 'Which nobody has, or somebody has.' })
  unassigned!: boolean | null;

  @Field(() => Int, { nullable: true, description: 'Whose severity score is at least this.' })
  severityAtLeast!: number | null;

  @Field(() => Int, { nullable: true, description: 'Which were opened so many minutes ago.' })
  openedForMinutes!: number | null;

  @Field(() => Int, { nullable: true, description: 'To which nothing has happened for so many minutes.' })
  quietForMinutes!: number | null;

  @Field(() => Int, { nullable: true, description: 'With a clock due within so many minutes.' })
  breachWithinMinutes!: number | null;

  @Field(() => Boolean, { nullable: true, description: 'With an open clock that has missed its target.' })
  breached!: boolean | null;

  @Field(() => SlaTarget, { nullable: true, description: 'Of which target the two above speak.' })
  target!: SlaTarget | null;

  @Field(() => Int, { nullable: true, description: 'Which were reopened so often.' })
  reopenedAtLeast!: number | null;

  @Field(() => Boolean, { nullable: true, description: 'For which an escalation was asked for.' })
  requested!: boolean | null;
}

@ObjectType('EscalationStep', { description: 'What a policy does, and when.' })
export class EscalationStep {
  personIds!: string[];
  rotationId!: string | null;
  teamId!: string | null;

  @Field(() => Int, {
    description: 'So many minutes after the step before it, or after the policy has begun.',
  })
  afterMinutes!: number;

  @Field(() => EscalationKind, { description: 'To those who know more, or to management.' })
  kind!: EscalationKind;

  @Field(() => TicketTier, { nullable: true, description: 'The tier that takes the ticket over.' })
  tier!: TicketTier | null;

  @Field(() => [Person], { description: 'Persons who are told.' })
  persons(): Person[] {
    return this.personIds.map((id) => ({ id }));
  }

  @Field(() => Boolean, { description: 'Whether everybody on call is told, rather than the first.' })
  everyoneOnCall!: boolean;
}

@Directive('@key(fields: "id")')
@ObjectType('EscalationPolicy', {
  description:
    'When tickets are escalated without anybody asking, and to whom, step by step, until somebody answers. A step that reaches nobody is followed by the next at once. While a ticket waits for its customer or is on hold, no step is taken. Staff only.',
})
export class EscalationPolicy extends RecordObject {
  calendarId?: string | null;

  @Field(() => String, { nullable: true, description: 'What it is called; unique.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'What it is for.' })
  description?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'In whose order policies begin where several do at once.',
  })
  rank?: number | null;

  @Field(() => EscalationConditions, { nullable: true, description: 'When it begins.' })
  conditions?: EscalationConditions | null;

  @Field(() => [EscalationStep], { nullable: true, description: 'What it does.' })
  steps?: EscalationStep[] | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How often all steps are taken again where nobody answers.',
  })
  repeats?: number | null;

  @Field(() => Int, { nullable: true, description: 'After how many minutes they are taken again.' })
  repeatAfterMinutes?: number | null;

  @Field(() => BusinessCalendar, {
    nullable: true,
    description: 'In whose working time delays count; null: around the clock.',
  })
  calendar(): BusinessCalendar | null {
    return this.calendarId == null ? null : { id: this.calendarId };
  }

  @Field(() => Boolean, { nullable: true, description: 'Whether it begins; what it has begun goes on.' })
  active?: boolean | null;
}

@InputType('EscalationPolicyFilter', { description: 'Which policies; all conditions must hold.' })
export class EscalationPolicyFilter {
  @Field(() => Boolean, { nullable: true, description: 'Those that begin, or not; null: both.' })
  active?: boolean | null;

  @Field(() => String, { nullable: true, description: 'Part of the name, in any case.' })
  search?: string | null;
}

/** By what policies are sorted. */
export enum EscalationPolicyOrderField {
  RANK = 'RANK',
  NAME = 'NAME',
}
registerEnumType(EscalationPolicyOrderField, {
  name: 'EscalationPolicyOrderField',
  description: 'By what policies are sorted.',
  valuesConfig: { RANK: { description: 'By rank.' }, NAME: { description: 'By name.' } },
});

@InputType('EscalationPolicyOrder', { description: 'How policies are sorted.' })
export class EscalationPolicyOrder {
  @Field(() => EscalationPolicyOrderField, { description: 'By what.' })
  field!: EscalationPolicyOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: 'In which direction.' })
  direction!: OrderDirection;
}

@ArgsType()
export class EscalationPoliciesArgs extends ConnectionArgs {
  @Field(() => EscalationPolicyFilter, { nullable: true, description: 'Which policies; all by default.' })
  filter?: EscalationPolicyFilter | null;

  @Field(() => EscalationPolicyOrder, {
    nullable: true,
    description: 'How they are sorted; by rank by default.',
  })
  orderBy?: EscalationPolicyOrder | null;
}

export const { Connection: EscalationPolicyConnection } = connectionOf(
  () => EscalationPolicy,
  'EscalationPolicy',
);

@ObjectType('EscalationPolicyPayload', {
  description: 'The policy after a mutation, or why nothing changed.',
})
export class EscalationPolicyPayload {
  @Field(() => EscalationPolicy, {
    nullable: true,
    description: 'The policy as it is now; null when refused.',
  })
  policy?: object | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}

import {
  ConnectionArgs,
  connectionOf,
  DateTimeScalar,
  isId,
  JsonScalar,
  OrderDirection,
  RecordObject,
  UserError,
} from '@plimsoll/shared';
import { ArgsType, Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Contact } from '../account/index.js';
import { EscalationKind } from '../escalation-form/index.js';
import type { SeverityScoreObject } from '../severity/index.js';
import type { TicketTier } from '../ticket/index.js';
import { EscalationEnd, EscalationStatus, statusOfEscalation } from './escalation.rules.js';

registerEnumType(EscalationStatus, {
  name: 'EscalationStatus',
  description: 'Where an escalation stands.',
  valuesConfig: {
    OPEN: { description: 'Nobody has answered it.' },
    ACKNOWLEDGED: { description: 'Somebody has taken it on.' },
    ENDED: { description: 'It came to nothing: the ticket was done, or somebody else took it on.' },
  },
});
registerEnumType(EscalationEnd, {
  name: 'EscalationEnd',
  description: 'Why an escalation, or the run of a policy, ended.',
  valuesConfig: {
    ACKNOWLEDGED: { description: 'Somebody has taken it on.' },
    TICKET_DONE: { description: 'The ticket was resolved or closed.' },
    EXHAUSTED: { description: 'All steps and repetitions were taken.' },
    STOPPED: { description: 'It was stopped by hand.' },
  },
});

@Directive('@key(fields: "id")')
@ObjectType('Escalation', {
  description:
    'What was told of a ticket to somebody who knows more, decides more, or is on call. Customers and partners see those that were asked for.',
})
export class Escalation extends RecordObject {
  ticketId?: string;
  toPersonId?: string | null;
  raisedById?: string | null;
  acknowledgedById?: string | null;
  rotationId?: string | null;
  formId?: string | null;
  runId?: string | null;

  @Field(() => EscalationKind, { nullable: true, description: 'What it is.' })
  kind?: EscalationKind | null;

  @Field(() => EscalationStatus, { nullable: true, description: 'Where it stands.' })
  status(): EscalationStatus {
    return statusOfEscalation({
      acknowledgedAt: this.acknowledgedAt ?? null,
      endedAt: this.endedAt ?? null,
    });
  }

  toTier?: TicketTier | null;
  fromTier?: TicketTier | null;

  @Field(() => String, { nullable: true, description: 'Why.' })
  reason?: string | null;

  @Field(() => JsonScalar, {
    nullable: true,
    description: 'What was tried, the impact, the evidence, by its form; what a policy saw, by a policy.',
  })
  information?: Record<string, unknown> | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was raised.' })
  raisedAt?: Date | null;

  @Field(() => Contact, { nullable: true, description: 'The contact who asked for it, if one did.' })
  requestedBy(): Contact | null {
    return this.raisedById != null && isId('con', this.raisedById) ? { id: this.raisedById } : null;
  }

  @Field(() => DateTimeScalar, { nullable: true, description: 'When somebody took it on.' })
  acknowledgedAt?: Date | null;

  @Field(() => String, { nullable: true, description: 'What was said by whoever took it on.' })
  note?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it came to nothing.' })
  endedAt?: Date | null;

  @Field(() => EscalationEnd, { nullable: true, description: 'Why it came to nothing.' })
  endedBecause?: EscalationEnd | null;

  @Field(() => Int, { nullable: true, description: 'Of its policy: the repetition, from 0; else null.' })
  round?: number | null;

  @Field(() => Int, { nullable: true, description: 'Of its policy: the step, from 0; else null.' })
  step?: number | null;

  severity?: SeverityScoreObject | null;
}

@InputType('EscalationFilter', { description: 'Which escalations; all conditions must hold.' })
export class EscalationFilter {
  @Field(() => ID, { nullable: true, description: 'Of this ticket, `tkt_…`.' })
  ticketId?: string | null;

  @Field(() => ID, { nullable: true, description: 'To this person, `per_…`.' })
  toPersonId?: string | null;

  @Field(() => ID, { nullable: true, description: 'By this policy, `esp_…`.' })
  policyId?: string | null;

  @Field(() => EscalationKind, { nullable: true, description: 'Of this kind.' })
  kind?: EscalationKind | null;

  @Field(() => Boolean, { nullable: true, description: 'Those that are open, or not; null: both.' })
  open?: boolean | null;
}

/** By what escalations are sorted. */
export enum EscalationOrderField {
  RAISED_AT = 'RAISED_AT',
  SEVERITY = 'SEVERITY',
}
registerEnumType(EscalationOrderField, {
  name: 'EscalationOrderField',
  description: 'By what escalations are sorted.',
  valuesConfig: {
    RAISED_AT: { description: 'By when they were raised.' },
    SEVERITY: { description: 'By how severe the ticket was; unknown counts as 0.' },
  },
});

@InputType('EscalationOrder', { description: 'How escalations are sorted.' })
export class EscalationOrder {
  @Field(() => EscalationOrderField, { description: 'By what.' })
  field!: EscalationOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.DESC, description: 'In which direction.' })
  direction!: OrderDirection;
}

@ArgsType()
export class EscalationsArgs extends ConnectionArgs {
  @Field(() => EscalationFilter, { nullable: true, description: 'Which escalations; all by default.' })
  filter?: EscalationFilter | null;

  @Field(() => EscalationOrder, {
    nullable: true,
    description: 'How they are sorted; the latest first by default.',
  })
  orderBy?: EscalationOrder | null;
}

export const { Connection: EscalationConnection } = connectionOf(() => Escalation, 'Escalation');

@ObjectType('EscalationPayload', { description: 'The escalation after a mutation, or why nothing changed.' })
export class EscalationPayload {
  @Field(() => Escalation, { nullable: true, description: 'The escalation as it is now; null when refused.' })
  escalation?: object | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}

import { ArgsType, Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { ConnectionArgs, connectionOf, DateTimeScalar, OrderDirection, RecordObject } from '@plimsoll/shared';
import { Asset, Contact, Customer, Product } from '../account/index.js';
import { TicketStatusFilter } from './ticket-enums.types.js';
import {
  ProblemNature,
  TicketChannel,
  TicketKind,
  TicketLevel,
  TicketPriority,
  TicketSeverity,
  TicketStatus,
  TicketTier,
} from './ticket.rules.js';

@Directive('@key(fields: "id")')
@ObjectType('Ticket', {
  description: 'Something that somebody has to deal with: a request, an incident or a problem.',
})
export class Ticket extends RecordObject {
  customerId?: string | null;
  contactId?: string | null;
  assigneeId?: string | null;
  teamId?: string | null;
  queueId?: string | null;
  productId?: string | null;

  @Field(() => TicketKind, { nullable: true, description: 'What it is about.' })
  kind?: TicketKind | null;

  @Field(() => String, { nullable: true, description: 'What it is about, in a line.' })
  subject?: string | null;

  @Field(() => String, { nullable: true, description: 'What was written when it was opened.' })
  description?: string | null;

  @Field(() => TicketChannel, { nullable: true, description: 'How it came in.' })
  channel?: TicketChannel | null;

  @Field(() => TicketLevel, { nullable: true, description: 'How wide it reaches.' })
  impact?: TicketLevel | null;

  @Field(() => TicketLevel, { nullable: true, description: 'How soon it has to be dealt with.' })
  urgency?: TicketLevel | null;

  @Field(() => TicketPriority, {
    nullable: true,
    description:
      'How soon it has to be worked on. Unless given by a person: impact × urgency, HIGH × HIGH is P1, each level less one priority less, P4 at the least; what is not given counts as MEDIUM.',
  })
  priority?: TicketPriority | null;

  @Field(() => TicketSeverity, { nullable: true, description: 'How much of the service an incident takes.' })
  severity?: TicketSeverity | null;

  @Field(() => TicketStatus, { nullable: true, description: 'Where it stands in its life.' })
  status?: TicketStatus | null;

  @Field(() => String, { nullable: true, description: 'What it belongs to, in the words of the desk.' })
  category?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was opened.' })
  openedAt?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When staff first replied; null before that.' })
  firstRespondedAt?: Date | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it was last resolved; null while it is open.',
  })
  resolvedAt?: Date | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it was last closed; null while it is not.',
  })
  closedAt?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When anything last happened to it.' })
  touchedAt?: Date | null;

  @Field(() => Int, { nullable: true, description: 'How often it went from one person to another.' })
  reassignedCount?: number | null;

  @Field(() => Int, { nullable: true, description: 'How often it was reopened.' })
  reopenedCount?: number | null;

  @Field(() => Int, { nullable: true, description: 'What the customer thought of it, 1 (nothing) to 5.' })
  satisfaction?: number | null;

  @Field(() => String, {
    nullable: true,
    description:
      'What the system it was imported from said about its service level; kept beside what is computed here.',
  })
  externalVerdict?: string | null;

  @Field(() => Customer, {
    nullable: true,
    description: 'The customer it belongs to; null for one of our own.',
  })
  customer(): Customer | null {
    return this.customerId == null ? null : { id: this.customerId };
  }

  @Field(() => Product, { nullable: true, description: 'The product it is about, where that is known.' })
  product(): Product | null {
    return this.productId == null ? null : { id: this.productId };
  }

  @Field(() => Contact, { nullable: true, description: "The customer's contact who asks." })
  contact(): Contact | null {
    return this.contactId == null ? null : { id: this.contactId };
  }
}

@InputType('TicketFilter', { description: 'Which tickets; all conditions must hold.' })
export class TicketFilter {
  @Field(() => TicketStatusFilter, {
    nullable: true,
    description: 'Where they stand; OPEN: before resolved.',
  })
  status?: TicketStatusFilter | null;

  @Field(() => TicketKind, { nullable: true, description: 'What they are about.' })
  kind?: TicketKind | null;

  @Field(() => ID, { nullable: true, description: 'Of this customer.' })
  customerId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Of this contact.' })
  contactId?: string | null;

  @Field(() => ID, { nullable: true, description: 'About this asset.' })
  assetId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Assigned to this person.' })
  assigneeId?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'True: assigned to nobody; false: to somebody.' })
  unassigned?: boolean | null;

  @Field(() => ID, { nullable: true, description: 'In this queue.' })
  queueId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Of this team.' })
  teamId?: string | null;

  @Field(() => TicketPriority, { nullable: true, description: 'Of this priority.' })
  priority?: TicketPriority | null;

  @Field(() => TicketSeverity, { nullable: true, description: 'Of this severity.' })
  severity?: TicketSeverity | null;

  @Field(() => TicketTier, { nullable: true, description: 'With this tier.' })
  tier?: TicketTier | null;

  @Field(() => String, {
    nullable: true,
    description: 'Part of the subject or the external id, in any case.',
  })
  search?: string | null;

  @Field(() => TicketChannel, { nullable: true, description: 'That came in like this.' })
  channel?: TicketChannel | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Of customers of this reseller or of those below it. Staff only.',
  })
  partnerId?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Words of the subject or the description, all of them; "…" for a phrase, or, - to leave out, as in a search engine.',
  })
  words?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'How far an incident or a problem is while it is open, one of TicketPhase.',
  })
  phase?: string | null;

  @Field(() => ProblemNature, { nullable: true, description: 'Problems by what engineering is asked for.' })
  nature?: ProblemNature | null;

  @Field(() => String, { nullable: true, description: 'With this label. Staff only.' })
  tag?: string | null;

  @Field(() => ID, { nullable: true, description: 'That follow this incident or problem. Staff only.' })
  parentId?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'True: a response target that is still open has passed; false: none has.',
  })
  overdue?: boolean | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      'With an open response target that falls due before this instant; what is paused does not fall due.',
  })
  dueBefore?: Date | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'True: an open response target is paused; false: none is.',
  })
  paused?: boolean | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Something happened to them at this instant or later.',
  })
  touchedFrom?: Date | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Nothing has happened to them since before this instant.',
  })
  touchedTo?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Resolved at this instant or later.' })
  resolvedFrom?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Resolved before this instant.' })
  resolvedTo?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Opened at this instant or later.' })
  openedFrom?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Opened before this instant.' })
  openedTo?: Date | null;
}

/** By what tickets are sorted. */
export enum TicketOrderField {
  OPENED_AT = 'OPENED_AT',
  PRIORITY = 'PRIORITY',
  TOUCHED_AT = 'TOUCHED_AT',
}
registerEnumType(TicketOrderField, {
  name: 'TicketOrderField',
  description: 'By what tickets are sorted.',
  valuesConfig: {
    OPENED_AT: { description: 'By the instant they were opened.' },
    PRIORITY: { description: 'By priority: ascending, P1 comes first.' },
    TOUCHED_AT: { description: 'By the instant at which anything last happened to them.' },
  },
});

@InputType('TicketOrder', { description: 'How tickets are sorted.' })
export class TicketOrder {
  @Field(() => TicketOrderField, { description: 'By what.' })
  field!: TicketOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: 'In which direction.' })
  direction!: OrderDirection;
}

@ArgsType()
export class TicketsArgs extends ConnectionArgs {
  @Field(() => TicketFilter, { nullable: true, description: 'Which tickets; all by default.' })
  filter?: TicketFilter | null;

  @Field(() => TicketOrder, {
    nullable: true,
    description: 'How they are sorted; the newest first by default.',
  })
  orderBy?: TicketOrder | null;
}

export const { Connection: TicketConnection } = connectionOf(() => Ticket, 'Ticket');
export const { Connection: TicketAssetConnection } = connectionOf(() => Asset, 'TicketAsset');

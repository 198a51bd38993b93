import {
  ConnectionArgs,
  connectionOf,
  DateTimeScalar,
  isId,
  OrderDirection,
  RecordObject,
  UserError,
} from '@plimsoll/shared';
import { ArgsType, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Contact, Person } from '../account/index.js';

const person = (id: string | null | undefined): Person | null =>
  id == null || !isId('per', id) ? null : { id };

@ObjectType('MajorIncident', {
  description:
    'An incident that is led: by a commander, with somebody who speaks for it and somebody who writes down, with status updates in a rhythm, and with a postmortem afterwards. Its id is that of the ticket. Staff only.',
})
export class MajorIncident extends RecordObject {
  commanderId?: string | null;
  communicatorId?: string | null;
  scribeId?: string | null;
  declaredById?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was declared.' })
  declaredAt!: Date;

  @Field(() => Person, { nullable: true, description: 'Who declared it.' })
  declaredBy(): Person | null {
    return person(this.declaredById);
  }

  @Field(() => Person, { nullable: true, description: 'Who decides.' })
  commander(): Person | null {
    return person(this.commanderId);
  }

  @Field(() => Person, { nullable: true, description: 'Who tells customers and the company.' })
  communicator(): Person | null {
    return person(this.communicatorId);
  }

  @Field(() => Person, { nullable: true, description: 'Who writes down what is found and decided.' })
  scribe(): Person | null {
    return person(this.scribeId);
  }

  @Field(() => Int, { nullable: true, description: 'Minutes between two status updates.' })
  updateMinutes!: number;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the last status update was told.' })
  lastUpdateAt!: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was over for those who led it.' })
  stoodDownAt!: Date | null;
}

@ObjectType('TimelineEntry', {
  description: 'What happened in a major incident: to the incident itself, or to a ticket that follows it.',
})
export class TimelineEntry {
  ticketId!: string;
  actorId?: string | null;

  @Field(() => ID, { description: 'Identifier of the event, `tev_…`.' })
  id!: string;

  @Field(() => DateTimeScalar, { description: 'When it happened.' })
  at!: Date;

  @Field(() => String, { description: 'What happened, as `TicketEvent.type` says.' })
  type!: string;

  @Field(() => Person, { nullable: true, description: 'The member of staff who did it, if one did.' })
  actor(): Person | null {
    return person(this.actorId);
  }

  @Field(() => Contact, { nullable: true, description: "The customer's contact who did it, if one did." })
  contact(): Contact | null {
    return this.actorId != null && isId('con', this.actorId) ? { id: this.actorId } : null;
  }

  @Field(() => String, { nullable: true, description: 'What it was before.' })
  from!: string | null;

  @Field(() => String, { nullable: true, description: 'What it has been since.' })
  to!: string | null;

  @Field(() => String, { nullable: true, description: 'What was written.' })
  text!: string | null;
}

@ObjectType('MajorIncidentPayload', {
  description: 'The major incident after a mutation, or why nothing changed.',
})
export class MajorIncidentPayload {
  @Field(() => MajorIncident, { nullable: true, description: 'As it is now; null when refused.' })
  majorIncident?: object | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}

/** By what major incidents are sorted. */
enum MajorIncidentOrderField {
  DECLARED_AT = 'DECLARED_AT',
}
registerEnumType(MajorIncidentOrderField, {
  name: 'MajorIncidentOrderField',
  description: 'By what major incidents are sorted.',
  valuesConfig: { DECLARED_AT: { description: 'By when they were declared.' } },
});

@InputType('MajorIncidentOrder', { description: 'How major incidents are sorted.' })
class MajorIncidentOrder {
  @Field(() => MajorIncidentOrderField, { description: 'By what.' })
  field!: MajorIncidentOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: 'In which direction.' })
  direction!: OrderDirection;
}

@InputType('MajorIncidentFilter', { description: 'Which major incidents; all conditions must hold.' })
export class MajorIncidentFilter {
  @Field(() => Boolean, { nullable: true, description: 'True: those that are led; false: stood down.' })
  open?: boolean | null;

  @Field(() => ID, { nullable: true, description: 'Commanded by this person.' })
  commanderId?: string | null;
}

@ArgsType()
export class MajorIncidentsArgs extends ConnectionArgs {
  @Field(() => MajorIncidentFilter, { nullable: true, description: 'Which; all by default.' })
  filter?: MajorIncidentFilter | null;

  @Field(() => MajorIncidentOrder, { nullable: true, description: 'The newest first by default.' })
  orderBy?: MajorIncidentOrder | null;
}

export const { Connection: MajorIncidentConnection } = connectionOf(() => MajorIncident, 'MajorIncident');
export const { Connection: TimelineConnection } = connectionOf(() => TimelineEntry, 'Timeline');

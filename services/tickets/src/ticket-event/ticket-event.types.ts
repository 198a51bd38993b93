import { Field, ID, Int, ObjectType } from 'type-graphql';
import { connectionOf, DateTimeScalar, isId } from '@plimsoll/shared';
import { Contact, Person } from '../account/index.js';

@ObjectType('TicketEvent', { description: 'What happened to a ticket; never changed, never removed.' })
class TicketEvent {
  actorId?: string | null;
  isPublic?: boolean;

  @Field(() => ID, { description: 'Identifier, `tev_…`.' })
  id!: string;

  @Field(() => Int, { description: 'Its place among the events of the ticket, from 1.' })
  sequence!: number;

  @Field(() => DateTimeScalar, { description: 'When it happened.' })
  at!: Date;

  @Field(() => String, {
    description:
      'What happened: OPENED, REPLIED, ASSIGNED, ROUTED, ACKNOWLEDGED, PRIORITY_CHANGED, ESCALATED, WAITED, HELD, RELEASED, RESUMED, RESOLVED, CLOSED, REOPENED, UPDATED, ASSETS_CHANGED, CUSTOMER_CHANGED, IMPACT_RECORDED, IMPACT_DERIVED, IMPACT_OVERRIDDEN, IMPACT_OVERRIDE_WITHDRAWN, STATUS_UPDATED, TAGGED, RATED; of incidents and problems RECORDED, CLASSIFIED, NOTIFIED, DIAGNOSED, INVESTIGATED, KNOWN_ERROR, HANDED_OVER, TAKEN_BACK; of several tickets LINKED, UNLINKED, FOLLOWED, UNFOLLOWED, PROBLEM_SOLVED, MERGED, UNMERGED, ABSORBED, GAVE_BACK, SPLIT, CARRIED_OVER; of third parties THIRD_PARTY_ASKED, THIRD_PARTY_CHECKED, THIRD_PARTY_ENDED; of the conversation NOTED, NOTE_EDITED, REDACTED, FOLLOWED_UP, CALL_STARTED, CALL_ENDED; for incidents DETECTED, MITIGATED, RESTORED; of major ones MAJOR_INCIDENT_DECLARED, MAJOR_INCIDENT_UPDATED, MAJOR_INCIDENT_STOOD_DOWN, POSTMORTEM_STARTED, POSTMORTEM_SUBMITTED, POSTMORTEM_RETURNED, POSTMORTEM_PUBLISHED, POSTMORTEM_ACTION_ADDED, REASON_FOR_OUTAGE_PUBLISHED; of clocks SLA_WARNED, SLA_BREACHED, SLA_BREACH_WITHDRAWN, AGREEMENT_CHANGED, CORRECTED, PAUSE_RECORDED; imported events may have types of their own.',
  })
  type!: string;

  @Field(() => Person, { nullable: true, description: 'The member of staff who did it, if one did.' })
  actor(): Person | null {
    return this.actorId != null && isId('per', this.actorId) ? { id: this.actorId } : null;
  }

  @Field(() => Contact, { nullable: true, description: "The customer's contact who did it, if one did." })
  contact(): Contact | null {
    return this.actorId != null && isId('con', this.actorId) ? { id: this.actorId } : null;
  }

  @Field(() => String, {
    nullable: true,
    description: 'What it was before: a status, a priority, a tier, or the id of a person, queue or team.',
  })
  from!: string | null;

  @Field(() => String, { nullable: true, description: 'What it has been since.' })
  to!: string | null;

  @Field(() => String, { nullable: true, description: 'What was written.' })
  text!: string | null;

  @Field(() => Boolean, {
    name: 'public',
    description: "Whether the customer's contacts and its partner can see it; staff see every event.",
  })
  shownToCustomer(): boolean {
    return this.isPublic ?? false;
  }
}

export const { Connection: TicketEventConnection } = connectionOf(() => TicketEvent, 'TicketEvent');

@ObjectType('StatusUpdate', { description: 'What was told about an incident while it lasted.' })
export class StatusUpdate {
  to?: string | null;

  @Field(() => ID, { description: 'Identifier of the event that records it, `tev_…`.' })
  id!: string;

  @Field(() => DateTimeScalar, { description: 'When it was told.' })
  at!: Date;

  @Field(() => String, {
    nullable: true,
    description: 'How far the incident was: INVESTIGATING, IDENTIFIED, MONITORING, RESOLVED …',
  })
  status(): string | null {
    return this.to ?? null;
  }

  @Field(() => String, { nullable: true, description: 'What was written.' })
  text!: string | null;

  @Field(() => [String], { nullable: true, description: 'The parts of the service it was about.' })
  components!: string[] | null;
}

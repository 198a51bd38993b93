import { KeptEntity } from '@plimsoll/shared';
import { Column, Entity } from 'typeorm';
import type { EscalationKind } from '../escalation-form/index.js';
import type { SeverityScore } from '../severity/index.js';
import type { TicketTier } from '../ticket/index.js';
import type { EscalationEnd } from './escalation.rules.js';

/** An escalation as stored: what was told to one person, or to nobody in particular. */
@Entity('escalation')
export class EscalationEntity extends KeptEntity {
  @Column('text', { name: 'ticket_id' })
  ticketId!: string;

  @Column('text')
  kind!: EscalationKind;

  @Column('text', { name: 'from_tier', nullable: true })
  fromTier!: TicketTier | null;

  @Column('text', { name: 'to_tier', nullable: true })
  toTier!: TicketTier | null;

  @Column('text', { name: 'to_person_id', nullable: true })
  toPersonId!: string | null;

  /** The rotation by which the person was found, or nobody was. */
  @Column('text', { name: 'rotation_id', nullable: true })
  rotationId!: string | null;

  @Column('text')
  reason!: string;

  /** The form that was followed; null: the platform's own, or none by a policy. */
  @Column('text', { name: 'form_id', nullable: true })
  formId!: string | null;

  @Column('jsonb')
  information!: Record<string, unknown>;

  @Column('integer', { name: 'severity_score', nullable: true })
  severityScore!: number | null;

  /** How severe the ticket was, with the parts that made it up. */
  @Column('jsonb', { nullable: true })
  severity!: SeverityScore | null;

  @Column('timestamptz', { name: 'raised_at' })
  raisedAt!: Date;

  /** Null: by a policy. */
  @Column('text', { name: 'raised_by_id', nullable: true })
  raisedById!: string | null;

  @Column('text', { name: 'run_id', nullable: true })
  runId!: string | null;

  @Column('integer', { nullable: true })
  round!: number | null;

  @Column('integer', { nullable: true })
  step!: number | null;

  @Column('timestamptz', { name: 'acknowledged_at', nullable: true })
  acknowledgedAt!: Date | null;

  @Column('text', { name: 'acknowledged_by_id', nullable: true })
  acknowledgedById!: string | null;

  @Column('text', { nullable: true })
  note!: string | null;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt!: Date | null;

  @Column('text', { name: 'ended_because', nullable: true })
  endedBecause!: EscalationEnd | null;
}

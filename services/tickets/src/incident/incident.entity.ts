import { Column, Entity } from 'typeorm';
import { KeptEntity } from '@plimsoll/shared';
import type { IncidentImpact } from './incident.rules.js';

/** The outage side of a ticket of kind INCIDENT as stored; its id and names are the ticket's. */
@Entity('incident')
export class IncidentEntity extends KeptEntity {
  @Column('timestamptz', { name: 'started_at' })
  startedAt!: Date;

  @Column('timestamptz', { name: 'detected_at', nullable: true })
  detectedAt!: Date | null;

  @Column('timestamptz', { name: 'acknowledged_at', nullable: true })
  acknowledgedAt!: Date | null;

  @Column('timestamptz', { name: 'mitigated_at', nullable: true })
  mitigatedAt!: Date | null;

  @Column('timestamptz', { name: 'restored_at', nullable: true })
  restoredAt!: Date | null;

  @Column('boolean')
  planned!: boolean;

  @Column('timestamptz', { name: 'announced_from', nullable: true })
  announcedFrom!: Date | null;

  @Column('timestamptz', { name: 'announced_to', nullable: true })
  announcedTo!: Date | null;

  @Column('timestamptz', { name: 'notice_given_at', nullable: true })
  noticeGivenAt!: Date | null;

  @Column('text', { name: 'cause_category', nullable: true })
  causeCategory!: string | null;

  @Column('text', { name: 'caused_by_change_id', nullable: true })
  causedByChangeId!: string | null;

  @Column('jsonb')
  impacts!: IncidentImpact[];

  /** Whether the intervals were listed; else they are what the incident's own instants say. */
  @Column('boolean', { name: 'impacts_listed' })
  impactsListed!: boolean;
}

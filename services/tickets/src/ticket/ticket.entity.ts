import { Column, Entity } from 'typeorm';
import { KeptEntity } from '@plimsoll/shared';
import type { TicketPhase } from '../ticket-phase/index.js';
import type {
  ProblemNature,
  TicketChannel,
  TicketKind,
  TicketLevel,
  TicketPriority,
  TicketSeverity,
  TicketStatus,
  TicketTier,
} from './ticket.rules.js';

/** A ticket as stored. */
@Entity('ticket')
export class TicketEntity extends KeptEntity {
  @Column('text')
  kind!: TicketKind;

  @Column('text')
  subject!: string;

  @Column('text', { nullable: true })
  description!: string | null;

  @Column('text', { name: 'customer_id', nullable: true })
  customerId!: string | null;

  @Column('text', { name: 'contact_id', nullable: true })
  contactId!: string | null;

  @Column('text', { nullable: true })
  channel!: TicketChannel | null;

  @Column('text', { nullable: true })
  impact!: TicketLevel | null;

  @Column('text', { nullable: true })
  urgency!: TicketLevel | null;

  @Column('text')
  priority!: TicketPriority;

  @Column('text', { nullable: true })
  severity!: TicketSeverity | null;

  @Column('text')
  status!: TicketStatus;

  @Column('text', { nullable: true })
  tier!: TicketTier | null;

  @Column('text', { name: 'team_id', nullable: true })
  teamId!: string | null;

  @Column('text', { name: 'queue_id', nullable: true })
  queueId!: string | null;

  @Column('text', { name: 'assignee_id', nullable: true })
  assigneeId!: string | null;

  /** The product it is about, where that is known. */
  @Column('text', { name: 'product_id', nullable: true })
  productId!: string | null;

  @Column('text', { name: 'asset_ids', array: true })
  assetIds!: string[];

  @Column('text', { nullable: true })
  category!: string | null;

  @Column('timestamptz', { name: 'opened_at' })
  openedAt!: Date;

  @Column('timestamptz', { name: 'first_responded_at', nullable: true })
  firstRespondedAt!: Date | null;

  @Column('timestamptz', { name: 'resolved_at', nullable: true })
  resolvedAt!: Date | null;

  @Column('timestamptz', { name: 'closed_at', nullable: true })
  closedAt!: Date | null;

  @Column('integer', { name: 'reassigned_count' })
  reassignedCount!: number;

  @Column('integer', { name: 'reopened_count' })
  reopenedCount!: number;

  @Column('integer', { nullable: true })
  satisfaction!: number | null;

  @Column('text', { name: 'external_verdict', nullable: true })
  externalVerdict!: string | null;

  /** How far an incident or a problem is; null for a request, and for what was imported and not led on since. */
  @Column('text', { nullable: true })
  phase!: TicketPhase | null;

  /** The incident or problem that it follows. */
  @Column('text', { name: 'parent_id', nullable: true })
  parentId!: string | null;

  /** The ticket that it turned out to be. */
  @Column('text', { name: 'merged_into_id', nullable: true })
  mergedIntoId!: string | null;

  /** What engineering is asked for; null for what is no problem, and for a problem whose nature is not known yet. */
  @Column('text', { nullable: true })
  nature!: ProblemNature | null;

  @Column('text', { array: true })
  tags!: string[];

  /** When anything last happened to it; every step changes it, so that every step makes a version. */
  @Column('timestamptz', { name: 'touched_at' })
  touchedAt!: Date;
}

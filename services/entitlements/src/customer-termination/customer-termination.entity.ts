import { KeptEntity } from '@plimsoll/shared';
import { Column, Entity } from 'typeorm';
import type { SubscriptionEnd, TerminationProgress } from './customer-termination.rules.js';

/** The end of a customer as stored. */
@Entity('customer_termination')
export class CustomerTerminationEntity extends KeptEntity {
  @Column('text', { name: 'customer_id' })
  customerId!: string;

  @Column('date', { name: 'requested_on' })
  requestedOn!: string;

  @Column('date', { name: 'effective_on' })
  effectiveOn!: string;

  @Column('date', { name: 'grace_until' })
  graceUntil!: string;

  @Column('date', { name: 'retain_until' })
  retainUntil!: string;

  @Column('text')
  reason!: string;

  @Column('text', { name: 'by_id', nullable: true })
  byId!: string | null;

  @Column('text')
  status!: TerminationProgress;

  /** What the dates of each subscription were, and what the termination made them. */
  @Column('jsonb')
  subscriptions!: { id: string; before: SubscriptionEnd; made: SubscriptionEnd }[];
}

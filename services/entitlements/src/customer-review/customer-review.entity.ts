import { KeptEntity } from '@plimsoll/shared';
import { Column, Entity } from 'typeorm';
import type { ReviewStatusName } from './customer-review.rules.js';

/** A review with a customer as stored. */
@Entity('customer_review')
export class CustomerReviewEntity extends KeptEntity {
  @Column('text', { name: 'customer_id' })
  customerId!: string;

  @Column('text', { name: 'owner_id', nullable: true })
  ownerId!: string | null;

  @Column('timestamptz', { name: 'scheduled_at' })
  scheduledAt!: Date;

  /** After which time the next one follows, ISO 8601; null: none follows. */
  @Column('text', { nullable: true })
  every!: string | null;

  @Column('text')
  status!: ReviewStatusName;

  @Column('timestamptz', { name: 'closed_at', nullable: true })
  closedAt!: Date | null;

  @Column('text', { nullable: true })
  summary!: string | null;

  /** The review after which this one was scheduled by itself. */
  @Column('text', { name: 'previous_id', nullable: true })
  previousId!: string | null;
}

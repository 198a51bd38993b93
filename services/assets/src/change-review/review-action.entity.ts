import { KeptEntity } from '@plimsoll/shared';
import { Column, Entity } from 'typeorm';
import type { ActionStatusName } from './change-review.rules.js';

/** Something to be done after a review, as stored. */
@Entity('review_action')
export class ReviewActionEntity extends KeptEntity {
  @Column('text', { name: 'review_id' })
  reviewId!: string;

  @Column('text')
  text!: string;

  @Column('text', { name: 'owner_id', nullable: true })
  ownerId!: string | null;

  /** `YYYY-MM-DD` */
  @Column('date', { name: 'due_on', nullable: true })
  dueOn!: string | null;

  @Column('text')
  status!: ActionStatusName;

  @Column('text', { nullable: true })
  result!: string | null;

  @Column('timestamptz', { name: 'closed_at', nullable: true })
  closedAt!: Date | null;
}

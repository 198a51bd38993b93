import { KeptEntity } from '@plimsoll/shared';
import { Column, Entity } from 'typeorm';
import type { PostmortemAction, PostmortemStatus } from './postmortem.rules.js';

/** What is learned from a major incident, as stored. */
@Entity('postmortem')
export class PostmortemEntity extends KeptEntity {
  @Column('text', { name: 'ticket_id' })
  ticketId!: string;

  @Column('text', { name: 'owner_id' })
  ownerId!: string;

  @Column('text')
  status!: PostmortemStatus;

  /** For the company alone. */
  @Column('text', { name: 'root_cause', nullable: true })
  rootCause!: string | null;

  /** What customers are told once it is published. */
  @Column('text', { name: 'reason_for_outage', nullable: true })
  reasonForOutage!: string | null;

  @Column('text', { name: 'contributing_causes', array: true })
  contributingCauses!: string[];

  @Column('text', { nullable: true })
  lessons!: string | null;

  @Column('jsonb')
  actions!: PostmortemAction[];

  /** What the last reviewer said who gave it back. */
  @Column('text', { name: 'review_comment', nullable: true })
  reviewComment!: string | null;

  @Column('text', { name: 'published_by_id', nullable: true })
  publishedById!: string | null;

  @Column('timestamptz', { name: 'published_at', nullable: true })
  publishedAt!: Date | null;
}

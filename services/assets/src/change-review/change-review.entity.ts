import { KeptEntity } from '@plimsoll/shared';
import { Column, Entity } from 'typeorm';
import type { ReviewStatusName } from './change-review.rules.js';

/** What was learned from a change, as stored. */
@Entity('change_review')
export class ChangeReviewEntity extends KeptEntity {
  @Column('text', { name: 'change_id' })
  changeId!: string;

  @Column('text')
  status!: ReviewStatusName;

  @Column('boolean', { name: 'objectives_met', nullable: true })
  objectivesMet!: boolean | null;

  @Column('text', { nullable: true })
  summary!: string | null;

  @Column('text', { name: 'went_well', nullable: true })
  wentWell!: string | null;

  @Column('text', { name: 'went_wrong', nullable: true })
  wentWrong!: string | null;

  @Column('text', { nullable: true })
  lessons!: string | null;

  @Column('text', { name: 'participant_ids', array: true })
  participantIds!: string[];

  /** The person's id, or the subject of a caller who is no person on record. */
  @Column('text', { name: 'written_by', nullable: true })
  writtenBy!: string | null;

  @Column('text', { name: 'completed_by', nullable: true })
  completedBy!: string | null;

  @Column('timestamptz', { name: 'completed_at', nullable: true })
  completedAt!: Date | null;
}

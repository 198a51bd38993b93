import { Column, Entity } from 'typeorm';
import { KeptEntity } from '@plimsoll/shared';
import type {
  ChangeKindName,
  ChangeOutcomeName,
  ChangeStatusName,
  ExpectedStateName,
} from './change.rules.js';

/** A change as stored. */
@Entity('change')
export class ChangeEntity extends KeptEntity {
  @Column('text')
  title!: string;

  @Column('text', { nullable: true })
  description!: string | null;

  @Column('text')
  kind!: ChangeKindName;

  @Column('text')
  status!: ChangeStatusName;

  @Column('text', { nullable: true })
  outcome!: ChangeOutcomeName | null;

  @Column('text', { name: 'asset_ids', array: true })
  assetIds!: string[];

  @Column('timestamptz', { name: 'window_from', nullable: true })
  windowFrom!: Date | null;

  @Column('timestamptz', { name: 'window_to', nullable: true })
  windowTo!: Date | null;

  @Column('text', { name: 'expected_state' })
  expectedState!: ExpectedStateName;

  @Column('timestamptz', { name: 'notice_given_at', nullable: true })
  noticeGivenAt!: Date | null;

  @Column('timestamptz', { name: 'started_at', nullable: true })
  startedAt!: Date | null;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt!: Date | null;

  /** The person's id, or the subject of a caller who is no person on record. */
  @Column('text', { name: 'requested_by', nullable: true })
  requestedBy!: string | null;

  /** Who decided in the review, named like `requestedBy`. */
  @Column('text', { name: 'reviewed_by', nullable: true })
  reviewedBy!: string | null;

  @Column('text', { name: 'review_comment', nullable: true })
  reviewComment!: string | null;

  @Column('text', { name: 'rollback_plan', nullable: true })
  rollbackPlan!: string | null;

  /** Persons who carry it out. */
  @Column('text', { name: 'implementer_ids', array: true })
  implementerIds!: string[];

  /** The team it is done by, as its name is written on changes. */
  @Column('text', { name: 'team_name', nullable: true })
  teamName!: string | null;

  /** Why it cannot wait. */
  @Column('text', { name: 'emergency_reason', nullable: true })
  emergencyReason!: string | null;

  /** Why it is carried out although it clashes: with a reason, its blocking conflicts hold nothing up. */
  @Column('text', { name: 'overridden_conflicts', nullable: true })
  overriddenConflicts!: string | null;

  @Column('text', { name: 'procedure_id', nullable: true })
  procedureId!: string | null;

  @Column('text', { name: 'release_id', nullable: true })
  releaseId!: string | null;

  /** The template it was drafted from. */
  @Column('text', { name: 'template_id', nullable: true })
  templateId!: string | null;

  /**
   * The version it had when it last went into review, which approvals belong to; null for a draft, and for what came
   * approved (imported, or drafted from a template): that owes no approvals.
   */
  @Column('integer', { name: 'submitted_version', nullable: true })
  submittedVersion!: number | null;
}

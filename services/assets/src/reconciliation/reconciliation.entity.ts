import { Column, Entity } from 'typeorm';
import { KeptEntity } from '@plimsoll/shared';
import type { ProblemRow, ReconciledNoun, ReconciliationStatusName } from './difference.rules.js';

/** A reconciliation as stored. */
@Entity('reconciliation')
export class ReconciliationEntity extends KeptEntity {
  @Column('text', { name: 'feed_source' })
  feedSource!: string;

  @Column('text', { array: true })
  nouns!: ReconciledNoun[];

  /** Names of kinds; empty: any. */
  @Column('text', { name: 'asset_kinds', array: true })
  assetKinds!: string[];

  @Column('text', { nullable: true })
  location!: string | null;

  @Column('text', { nullable: true })
  tag!: string | null;

  @Column('text')
  status!: ReconciliationStatusName;

  /** The person's id, or the subject of a caller who is no person on record. */
  @Column('text', { name: 'started_by', nullable: true })
  startedBy!: string | null;

  @Column('timestamptz', { name: 'started_at' })
  startedAt!: Date;

  @Column('timestamptz', { name: 'planned_at', nullable: true })
  plannedAt!: Date | null;

  @Column('timestamptz', { name: 'applied_at', nullable: true })
  appliedAt!: Date | null;

  @Column('text', { name: 'change_id', nullable: true })
  changeId!: string | null;

  /** The first of the rows that the plan leaves out, with the reason. */
  @Column('jsonb')
  problems!: ProblemRow[];

  @Column('integer', { name: 'problem_count' })
  problemCount!: number;
}

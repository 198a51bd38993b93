import { KeptEntity } from '@plimsoll/shared';
import { Column, Entity } from 'typeorm';
import type { RolloutStatusName } from '../release/index.js';
import type { BypassedGate, RolloutOutcomeName } from './rollout.rules.js';

/** A rollout as stored. */
@Entity('rollout')
export class RolloutEntity extends KeptEntity {
  @Column('text', { name: 'release_id' })
  releaseId!: string;

  /** The position of the stage, from 1. */
  @Column('integer')
  stage!: number;

  @Column('text', { name: 'environment_id' })
  environmentId!: string;

  @Column('text', { nullable: true })
  region!: string | null;

  @Column('text', { name: 'asset_ids', array: true })
  assetIds!: string[];

  @Column('text', { name: 'change_id', nullable: true })
  changeId!: string | null;

  @Column('text')
  status!: RolloutStatusName;

  @Column('timestamptz', { name: 'started_at' })
  startedAt!: Date;

  /** The person's id, or the subject of a caller who is no person on record. */
  @Column('text', { name: 'started_by', nullable: true })
  startedBy!: string | null;

  @Column('text', { nullable: true })
  outcome!: RolloutOutcomeName | null;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt!: Date | null;

  @Column('timestamptz', { name: 'rollback_started_at', nullable: true })
  rollbackStartedAt!: Date | null;

  @Column('text', { name: 'rollback_outcome', nullable: true })
  rollbackOutcome!: RolloutOutcomeName | null;

  @Column('timestamptz', { name: 'rollback_ended_at', nullable: true })
  rollbackEndedAt!: Date | null;

  @Column('text', { name: 'rollback_reason', nullable: true })
  rollbackReason!: string | null;

  @Column('jsonb', { name: 'bypassed_gates' })
  bypassedGates!: BypassedGate[];

  @Column('text', { name: 'override_reason', nullable: true })
  overrideReason!: string | null;

  @Column('text', { nullable: true })
  url!: string | null;
}

import { KeptEntity } from '@plimsoll/shared';
import { Column, Entity } from 'typeorm';
import type { StepStatusName } from './maintenance-plan.rules.js';

/** What was said of one step of a plan, as stored; its text is that of the procedure's version. */
@Entity('plan_step')
export class PlanStepEntity extends KeptEntity {
  @Column('text', { name: 'plan_id' })
  planId!: string;

  /** From 1. */
  @Column('integer')
  position!: number;

  @Column('text')
  status!: StepStatusName;

  /** The person's id, or the subject of a caller who is no person on record. */
  @Column('text', { name: 'ticked_by', nullable: true })
  tickedBy!: string | null;

  @Column('timestamptz', { name: 'ticked_at', nullable: true })
  tickedAt!: Date | null;

  @Column('text', { nullable: true })
  result!: string | null;

  @Column('text', { name: 'evidence_url', nullable: true })
  evidenceUrl!: string | null;
}

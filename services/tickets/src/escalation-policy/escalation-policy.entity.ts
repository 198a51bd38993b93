import { KeptEntity } from '@plimsoll/shared';
import { Column, Entity } from 'typeorm';
import type { PolicyConditions, PolicyStep } from './escalation-policy.rules.js';

/** A policy as stored. */
@Entity('escalation_policy')
export class EscalationPolicyEntity extends KeptEntity {
  @Column('text')
  name!: string;

  @Column('text', { nullable: true })
  description!: string | null;

  /** Policies begin in the order of their ranks. */
  @Column('integer')
  rank!: number;

  @Column('jsonb')
  conditions!: PolicyConditions;

  @Column('jsonb')
  steps!: PolicyStep[];

  /** How often all steps are taken again where nobody answers. */
  @Column('integer')
  repeats!: number;

  @Column('integer', { name: 'repeat_after_minutes' })
  repeatAfterMinutes!: number;

  /** In whose working time delays count; null: around the clock. */
  @Column('text', { name: 'calendar_id', nullable: true })
  calendarId!: string | null;

  /** One that is not begins no more; what it has begun goes on. */
  @Column('boolean')
  active!: boolean;
}

import { Column, Entity } from 'typeorm';
import { KeptEntity } from '@plimsoll/shared';
import type { SeatAllowance } from './pod.rules.js';

/** A pod as stored. */
@Entity('pod')
export class PodEntity extends KeptEntity {
  @Column('text')
  name!: string;

  @Column('text')
  region!: string;

  @Column('jsonb')
  seats!: SeatAllowance[];

  @Column('numeric', { name: 'warning_percent', nullable: true })
  warningPercent!: string | null;

  @Column('text', { array: true })
  verticals!: string[];

  /** Since when it takes nothing new and its tenants move away; null: it does not drain. */
  @Column('timestamptz', { name: 'draining_since', nullable: true })
  drainingSince!: Date | null;

  @Column('text', { name: 'drain_reason', nullable: true })
  drainReason!: string | null;
}

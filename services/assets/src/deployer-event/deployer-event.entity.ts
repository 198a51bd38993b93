import { KeptEntity } from '@plimsoll/shared';
import { Column, Entity } from 'typeorm';
import type { DeployerFact, DeployerName } from '../deployer-rule/index.js';

export type DeliveryOutcomeName = 'APPLIED' | 'IGNORED' | 'REFUSED';

/** A delivery of a deployer as stored: of its body only what is asked about, which names nobody. */
@Entity('deployer_event')
export class DeployerEventEntity extends KeptEntity {
  @Column('text')
  deployer!: DeployerName;

  @Column('text', { name: 'delivery_id' })
  deliveryId!: string;

  @Column('text')
  type!: string;

  @Column('timestamptz', { name: 'received_at' })
  receivedAt!: Date;

  @Column('jsonb', { nullable: true })
  facts!: DeployerFact | null;

  @Column('text')
  outcome!: DeliveryOutcomeName;

  @Column('text', { nullable: true })
  reason!: string | null;

  @Column('text', { name: 'rule_id', nullable: true })
  ruleId!: string | null;

  @Column('text', { name: 'release_id', nullable: true })
  releaseId!: string | null;

  @Column('text', { name: 'rollout_id', nullable: true })
  rolloutId!: string | null;

  @Column('text', { name: 'change_id', nullable: true })
  changeId!: string | null;
}

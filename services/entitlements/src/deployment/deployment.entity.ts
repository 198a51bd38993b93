import { KeptEntity } from '@plimsoll/shared';
import { Column, Entity } from 'typeorm';
import type { DeploymentStatusName, Milestone } from './deployment.rules.js';

/** A customer's onboarding as stored. */
@Entity('deployment')
export class DeploymentEntity extends KeptEntity {
  @Column('text', { name: 'customer_id' })
  customerId!: string;

  @Column('text', { name: 'subscription_id', nullable: true })
  subscriptionId!: string | null;

  @Column('text')
  name!: string;

  @Column('text', { name: 'owner_id', nullable: true })
  ownerId!: string | null;

  @Column('text')
  status!: DeploymentStatusName;

  /** Monthly recurring revenue it brings into use, a decimal text. */
  @Column('numeric', { nullable: true })
  amount!: string | null;

  @Column('text', { nullable: true })
  currency!: string | null;

  @Column('date', { name: 'started_on' })
  startedOn!: string;

  @Column('date', { name: 'target_on' })
  targetOn!: string;

  @Column('date', { name: 'live_on', nullable: true })
  liveOn!: string | null;

  @Column('text', { name: 'closing_reason', nullable: true })
  closingReason!: string | null;

  @Column('jsonb')
  milestones!: Milestone[];
}

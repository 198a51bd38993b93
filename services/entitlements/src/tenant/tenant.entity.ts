import { KeptEntity } from '@plimsoll/shared';
import { Column, Entity } from 'typeorm';
import type { TenantStatus } from './tenant.rules.js';

/** A tenant as stored. */
@Entity('tenant')
export class TenantEntity extends KeptEntity {
  @Column('text', { name: 'customer_id' })
  customerId!: string;

  @Column('text', { name: 'subscription_id' })
  subscriptionId!: string;

  @Column('text', { name: 'pod_id' })
  podId!: string;

  @Column('text')
  status!: TenantStatus;

  @Column('integer')
  quantity!: number;

  @Column('jsonb', { nullable: true })
  branding!: object | null;

  /** Ids of the contacts who may enter. */
  @Column('text', { array: true })
  members!: string[];

  /** The provisioner that keeps it. */
  @Column('text')
  provisioner!: string;

  /** Its name there. */
  @Column('text', { nullable: true })
  reference!: string | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'suspended_at', nullable: true })
  suspendedAt!: Date | null;

  @Column('timestamptz', { name: 'deleted_at', nullable: true })
  deletedAt!: Date | null;
}

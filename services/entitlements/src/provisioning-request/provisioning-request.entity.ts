import { KeptEntity } from '@plimsoll/shared';
import { Column, Entity } from 'typeorm';
import type { ProvisioningLine, RequestKind, RequestStatus } from './provisioning-request.rules.js';

/** A request to provision as stored; its steps are rows of their own. */
@Entity('provisioning_request')
export class ProvisioningRequestEntity extends KeptEntity {
  @Column('text')
  kind!: RequestKind;

  @Column('text', { name: 'order_id', nullable: true })
  orderId!: string | null;

  @Column('text', { name: 'customer_id' })
  customerId!: string;

  @Column('integer')
  tier!: number;

  @Column('text')
  status!: RequestStatus;

  /** Why it waits, failed, was rejected or cancelled. */
  @Column('text', { nullable: true })
  reason!: string | null;

  /** What a request that is being undone will be in the end. */
  @Column('text', { nullable: true })
  outcome!: 'FAILED' | 'CANCELLED' | null;

  /** Who placed it: a person's id, else a caller's subject. */
  @Column('text', { name: 'requested_by', nullable: true })
  requestedBy!: string | null;

  @Column('timestamptz', { name: 'requested_at' })
  requestedAt!: Date;

  @Column('timestamptz', { name: 'finished_at', nullable: true })
  finishedAt!: Date | null;

  /** How many different people must agree. */
  @Column('integer', { name: 'approvals_owed' })
  approvalsOwed!: number;

  /** How many have. */
  @Column('integer', { name: 'approvals_given' })
  approvalsGiven!: number;

  @Column('jsonb')
  lines!: ProvisioningLine[];

  /** The pod a tenant is moved to, where that was said. */
  @Column('text', { name: 'to_pod_id', nullable: true })
  toPodId!: string | null;
}

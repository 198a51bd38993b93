import { KeptEntity } from '@plimsoll/shared';
import { Column, Entity } from 'typeorm';
import type { Term } from '../subscription-event/index.js';
import type { RenewalTerm, SubscriptionKind } from './subscription.rules.js';

/** A subscription as stored: plan, quantity and price are those of its first day, `terms` has all. */
@Entity('subscription')
export class SubscriptionEntity extends KeptEntity {
  @Column('text', { name: 'customer_id' })
  customerId!: string;

  @Column('text', { name: 'plan_id' })
  planId!: string;

  /** The plan's product; all plans of one subscription have the same. */
  @Column('text', { name: 'product_id' })
  productId!: string;

  @Column('text')
  kind!: SubscriptionKind;

  @Column('integer')
  quantity!: number;

  /** Of the whole subscription, a decimal text. */
  @Column('numeric', { name: 'monthly_price' })
  monthlyPrice!: string;

  @Column('text')
  currency!: string;

  @Column('text', { nullable: true })
  term!: RenewalTerm | null;

  @Column('date', { name: 'started_on' })
  startedOn!: string;

  @Column('date', { name: 'renews_on', nullable: true })
  renewsOn!: string | null;

  /** When the end was asked for. */
  @Column('date', { name: 'cancelled_on', nullable: true })
  cancelledOn!: string | null;

  /** The first day out, planned or past. */
  @Column('date', { name: 'ended_on', nullable: true })
  endedOn!: string | null;

  @Column('text', { name: 'end_reason', nullable: true })
  endReason!: string | null;

  @Column('text', { name: 'pod_id', nullable: true })
  podId!: string | null;

  /** When its tenant was ready; until then it is PENDING, has no terms and counts nowhere. */
  @Column('timestamptz', { name: 'activated_at', nullable: true })
  activatedAt!: Date | null;

  /** Whether it is renewed on its renewal date without anybody asking. */
  @Column('boolean', { name: 'auto_renew' })
  autoRenew!: boolean;

  /** Every period of one plan, quantity and price: follows from the first day's terms and the events. */
  @Column('jsonb')
  terms!: Term[];
}

import { KeptEntity } from '@plimsoll/shared';
import { Column, Entity } from 'typeorm';
import type { OrderChannelName, OrderKindName, OrderStatusName } from './order.rules.js';

/** An order as stored; its lines are kept beside it. */
@Entity('customer_order')
export class OrderEntity extends KeptEntity {
  @Column('text')
  status!: OrderStatusName;

  /** Why it stands so, where somebody said. */
  @Column('text', { name: 'status_reason', nullable: true })
  statusReason!: string | null;

  @Column('timestamptz', { name: 'status_since' })
  statusSince!: Date;

  @Column('text')
  kind!: OrderKindName;

  @Column('text', { name: 'customer_id' })
  customerId!: string;

  /** The partner that resold to the customer when it was placed. */
  @Column('text', { name: 'partner_id', nullable: true })
  partnerId!: string | null;

  /** The person, else the caller's own subject; null: the platform. */
  @Column('text', { name: 'placed_by', nullable: true })
  placedBy!: string | null;

  @Column('text')
  channel!: OrderChannelName;

  @Column('timestamptz', { name: 'placed_at' })
  placedAt!: Date;

  @Column('text', { nullable: true })
  note!: string | null;
}

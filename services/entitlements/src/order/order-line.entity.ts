import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { BrandingValue } from '../branding/index.js';
import type { RenewalTerm, SubscriptionKindName } from '../subscription/index.js';
import type { OrderActionName } from './order.rules.js';

/** A line of an order as stored. Prices are of the whole subscription a month, decimal texts. */
@Entity('order_line')
export class OrderLineEntity {
  @PrimaryColumn('text', { name: 'order_id' })
  orderId!: string;

  /** From 1. */
  @PrimaryColumn('integer')
  number!: number;

  @Column('text')
  action!: OrderActionName;

  /** What an ADD_ON or CHANGE does to the subscription, by its price; null for the other actions. */
  @Column('text', { name: 'change_type', nullable: true })
  changeType!: 'UPGRADED' | 'DOWNGRADED' | 'ADD_ON' | null;

  @Column('text', { name: 'subscription_id' })
  subscriptionId!: string;

  /** The plan from the line's day on. */
  @Column('text', { name: 'plan_id' })
  planId!: string;

  @Column('text')
  kind!: SubscriptionKindName;

  /** Units of the whole subscription from the line's day on. */
  @Column('integer')
  quantity!: number;

  /** Units before; null for a NEW one. */
  @Column('integer', { name: 'quantity_before', nullable: true })
  quantityBefore!: number | null;

  @Column('text', { nullable: true })
  region!: string | null;

  @Column('text', { nullable: true })
  vertical!: string | null;

  @Column('jsonb', { nullable: true })
  branding!: BrandingValue | null;

  /** The day from which the line counts; of a TERMINATE the first day out. */
  @Column('date', { name: 'effective_on' })
  effectiveOn!: string;

  /** The planned first day out of a NEW subscription. */
  @Column('date', { name: 'ends_on', nullable: true })
  endsOn!: string | null;

  @Column('text', { nullable: true })
  term!: RenewalTerm | null;

  @Column('text', { nullable: true })
  reason!: string | null;

  /** What a price list, or the plan, says of one unit a month; null: nothing, or it does not matter. */
  @Column('numeric', { name: 'unit_price', nullable: true })
  unitPrice!: string | null;

  @Column('text', { name: 'price_list_id', nullable: true })
  priceListId!: string | null;

  @Column('numeric', { name: 'monthly_price' })
  monthlyPrice!: string;

  /** The price until the line's day; 0 for a NEW one. */
  @Column('numeric', { name: 'monthly_price_before' })
  monthlyPriceBefore!: string;

  @Column('text')
  currency!: string;

  @Column('date', { name: 'charge_from' })
  chargeFrom!: string;

  @Column('date', { name: 'charge_to' })
  chargeTo!: string;

  /** Below 0 it is a credit. */
  @Column('numeric', { name: 'charge_amount' })
  chargeAmount!: string;
}

import { KeptEntity } from '@plimsoll/shared';
import { Column, Entity } from 'typeorm';

/** A reminder of a renewal to come, as stored. */
@Entity('renewal_reminder')
export class RenewalReminderEntity extends KeptEntity {
  @Column('text', { name: 'subscription_id' })
  subscriptionId!: string;

  @Column('text', { name: 'customer_id' })
  customerId!: string;

  @Column('date', { name: 'renews_on' })
  renewsOn!: string;

  @Column('integer', { name: 'days_ahead' })
  daysAhead!: number;

  @Column('timestamptz', { name: 'reminded_at' })
  remindedAt!: Date;

  @Column('timestamptz', { name: 'acknowledged_at', nullable: true })
  acknowledgedAt!: Date | null;

  /** The person, else the caller's own subject. */
  @Column('text', { name: 'acknowledged_by', nullable: true })
  acknowledgedBy!: string | null;

  @Column('text', { nullable: true })
  note!: string | null;
}

import { KeptEntity } from '@plimsoll/shared';
import { Column, Entity } from 'typeorm';
import type { FirstDayOfWeekName, NotificationTopicName } from './customer-settings.rules.js';

/** The settings of a customer as stored, under the customer's own id. */
@Entity('customer_settings')
export class CustomerSettingsEntity extends KeptEntity {
  @Column('text', { nullable: true })
  language!: string | null;

  @Column('text', { name: 'first_day_of_week' })
  firstDayOfWeek!: FirstDayOfWeekName;

  @Column('text', { array: true })
  notifications!: NotificationTopicName[];

  @Column('boolean', { name: 'purchase_order_required' })
  purchaseOrderRequired!: boolean;

  @Column('text', { name: 'purchase_order', nullable: true })
  purchaseOrder!: string | null;

  @Column('text', { name: 'billing_contact_id', nullable: true })
  billingContactId!: string | null;

  @Column('text', { name: 'security_contact_id', nullable: true })
  securityContactId!: string | null;
}

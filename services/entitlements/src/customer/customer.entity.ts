import { KeptEntity } from '@plimsoll/shared';
import { Column, Entity } from 'typeorm';
import type { Segment } from './customer.rules.js';

/** A customer as stored. */
@Entity('customer')
export class CustomerEntity extends KeptEntity {
  @Column('text')
  csi!: string;

  @Column('text')
  name!: string;

  @Column('text', { nullable: true })
  segment!: Segment | null;

  @Column('text', { nullable: true })
  region!: string | null;

  @Column('text', { name: 'time_zone' })
  timeZone!: string;

  @Column('text', { nullable: true })
  locale!: string | null;

  @Column('text', { nullable: true })
  vertical!: string | null;

  @Column('text', { name: 'partner_id', nullable: true })
  partnerId!: string | null;

  /** The partner and all above it, nearest first, as `holdLineages` tells them; whoever is in it sees the customer. */
  @Column('text', { name: 'partner_ids', array: true })
  partnerIds!: string[];

  @Column('text', { name: 'account_manager_id', nullable: true })
  accountManagerId!: string | null;

  @Column('text', { name: 'designated_analyst_id', nullable: true })
  designatedAnalystId!: string | null;

  @Column('boolean', { name: 'access_active' })
  accessActive!: boolean;

  @Column('timestamptz', { name: 'access_since' })
  accessSince!: Date;

  @Column('text', { name: 'access_reason', nullable: true })
  accessReason!: string | null;

  @Column('text', { name: 'access_by', nullable: true })
  accessBy!: string | null;

  /** When it is switched on again by itself; null: by hand only. */
  @Column('timestamptz', { name: 'access_until', nullable: true })
  accessUntil!: Date | null;

  /** What becomes of open tickets while it is off; null: they stay as they are. */
  @Column('text', { name: 'access_open_tickets', nullable: true })
  accessOpenTickets!: 'KEEP' | 'PAUSE' | null;

  /** The customer that this one turned out to be; null: it stands for itself. */
  @Column('text', { name: 'merged_into', nullable: true })
  mergedInto!: string | null;

  /** The first day after the grace of a termination that stands; null: there is none. */
  @Column('date', { name: 'terminates_on', nullable: true })
  terminatesOn!: string | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;
}

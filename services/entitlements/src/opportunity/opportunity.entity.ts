import { KeptEntity } from '@plimsoll/shared';
import { Column, Entity } from 'typeorm';
import type {
  OpportunityKindName,
  OpportunityOriginName,
  OpportunityStageName,
} from './opportunity.rules.js';

/** An opportunity as stored. */
@Entity('opportunity')
export class OpportunityEntity extends KeptEntity {
  @Column('text', { name: 'customer_id' })
  customerId!: string;

  @Column('text')
  kind!: OpportunityKindName;

  @Column('text')
  origin!: OpportunityOriginName;

  /** The ticket, subscription, review … it was seen at. */
  @Column('text', { name: 'origin_id', nullable: true })
  originId!: string | null;

  @Column('text')
  title!: string;

  @Column('text', { nullable: true })
  note!: string | null;

  /** Monthly recurring revenue it may bring, a decimal text. */
  @Column('numeric', { nullable: true })
  amount!: string | null;

  @Column('text', { nullable: true })
  currency!: string | null;

  @Column('text')
  stage!: OpportunityStageName;

  @Column('text', { name: 'owner_id', nullable: true })
  ownerId!: string | null;

  /** The person who recorded it; null for the platform itself. */
  @Column('text', { name: 'recorded_by', nullable: true })
  recordedBy!: string | null;

  @Column('timestamptz', { name: 'recorded_at' })
  recordedAt!: Date;

  @Column('date', { name: 'expected_on', nullable: true })
  expectedOn!: string | null;

  @Column('timestamptz', { name: 'closed_at', nullable: true })
  closedAt!: Date | null;

  @Column('text', { name: 'closing_reason', nullable: true })
  closingReason!: string | null;

  @Column('text', { name: 'subscription_id', nullable: true })
  subscriptionId!: string | null;
}

import { KeptEntity } from '@plimsoll/shared';
import { Column, Entity } from 'typeorm';

/** What a customer is entitled to, as stored; dates are half-open. */
@Entity('entitlement')
export class EntitlementEntity extends KeptEntity {
  @Column('text', { name: 'customer_id' })
  customerId!: string;

  @Column('text', { name: 'product_id', nullable: true })
  productId!: string | null;

  @Column('text', { name: 'asset_id', nullable: true })
  assetId!: string | null;

  @Column('text', { name: 'agreement_id' })
  agreementId!: string;

  @Column('text', { name: 'support_level_id', nullable: true })
  supportLevelId!: string | null;

  /** The subscription that implies it; null for one that was sold by itself. */
  @Column('text', { name: 'subscription_id', nullable: true })
  subscriptionId!: string | null;

  @Column('date', { name: 'valid_from' })
  validFrom!: string;

  /** The first day out; equal to the first day in for one that has been withdrawn. */
  @Column('date', { name: 'valid_to', nullable: true })
  validTo!: string | null;

  @Column('integer', { nullable: true })
  cases!: number | null;
}

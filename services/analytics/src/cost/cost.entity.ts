import { Column, Entity } from 'typeorm';
import { KeptEntity } from '@plimsoll/shared';

/** A cost as stored. */
@Entity('cost_record')
export class CostEntity extends KeptEntity {
  @Column('date')
  date!: string;

  @Column('text')
  kind!: string;

  @Column('numeric')
  amount!: string;

  @Column('text')
  currency!: string;

  @Column('text', { name: 'asset_id', nullable: true })
  assetId!: string | null;

  @Column('text', { name: 'queue_id', nullable: true })
  queueId!: string | null;

  @Column('text', { name: 'product_id', nullable: true })
  productId!: string | null;

  @Column('text', { name: 'customer_id', nullable: true })
  customerId!: string | null;
}

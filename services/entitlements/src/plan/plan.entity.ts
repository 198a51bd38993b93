import { Column, Entity } from 'typeorm';
import { KeptEntity } from '@plimsoll/shared';

/** A plan as stored; the price is of one unit, a decimal text. */
@Entity('plan')
export class PlanEntity extends KeptEntity {
  @Column('text')
  name!: string;

  @Column('text', { name: 'product_id' })
  productId!: string;

  @Column('text', { name: 'support_level_id', nullable: true })
  supportLevelId!: string | null;

  @Column('text', { name: 'agreement_id', nullable: true })
  agreementId!: string | null;

  @Column('integer', { nullable: true })
  tier!: number | null;

  @Column('numeric', { name: 'monthly_price', nullable: true })
  monthlyPrice!: string | null;

  @Column('text', { nullable: true })
  currency!: string | null;
}

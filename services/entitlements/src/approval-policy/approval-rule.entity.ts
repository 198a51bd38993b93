import { KeptEntity } from '@plimsoll/shared';
import { Column, Entity } from 'typeorm';

/** A rule of the approval policy as stored. */
@Entity('approval_policy')
export class ApprovalRuleEntity extends KeptEntity {
  @Column('integer')
  tier!: number;

  /** Orders of this much a month or more; a decimal text. */
  @Column('numeric', { name: 'monthly_total_from' })
  monthlyTotalFrom!: string;

  @Column('text', { nullable: true })
  currency!: string | null;

  @Column('integer')
  approvals!: number;
}

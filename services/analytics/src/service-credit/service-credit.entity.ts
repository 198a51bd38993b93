import { Column, Entity } from 'typeorm';
import { KeptEntity } from '@plimsoll/shared';

/** A service credit on its way from proposal to issue, as stored. */
@Entity('service_credit_record')
export class ServiceCreditEntity extends KeptEntity {
  @Column('text', { name: 'customer_id' })
  customerId!: string;

  @Column('text', { name: 'product_id' })
  productId!: string;

  @Column('text', { name: 'agreement_id' })
  agreementId!: string;

  @Column('text')
  month!: string;

  @Column('text')
  currency!: string;

  @Column('numeric')
  amount!: string;

  @Column('numeric', { nullable: true })
  owed!: string | null;

  @Column('numeric', { nullable: true })
  uptime!: string | null;

  @Column('numeric', { name: 'credit_percent', nullable: true })
  creditPercent!: string | null;

  @Column('timestamptz', { name: 'ledger_as_of' })
  ledgerAsOf!: Date;

  @Column('text', { name: 'restated_by', array: true })
  restatedBy!: string[];

  @Column('text')
  origin!: 'LEDGER' | 'HAND';

  @Column('text')
  status!: 'PROPOSED' | 'APPROVED' | 'ISSUED' | 'REJECTED';

  @Column('text', { nullable: true })
  note!: string | null;

  @Column('timestamptz', { name: 'proposed_at' })
  proposedAt!: Date;

  @Column('text', { name: 'proposed_by_id', nullable: true })
  proposedById!: string | null;

  @Column('timestamptz', { name: 'decided_at', nullable: true })
  decidedAt!: Date | null;

  @Column('text', { name: 'decided_by_id', nullable: true })
  decidedById!: string | null;

  @Column('text', { name: 'decision_note', nullable: true })
  decisionNote!: string | null;

  @Column('timestamptz', { name: 'issued_at', nullable: true })
  issuedAt!: Date | null;

  @Column('text', { name: 'issued_by_id', nullable: true })
  issuedById!: string | null;

  @Column('text', { nullable: true })
  reference!: string | null;
}

import { Column, Entity } from 'typeorm';
import { KeptEntity } from '@plimsoll/shared';

/** A case beyond an allowance that is to be charged, as stored. */
@Entity('chargeable_case')
export class ChargeableCaseEntity extends KeptEntity {
  @Column('text', { name: 'customer_id' })
  customerId!: string;

  @Column('text', { name: 'entitlement_id' })
  entitlementId!: string;

  @Column('text', { name: 'ticket_id' })
  ticketId!: string;

  @Column('timestamptz', { name: 'closed_at' })
  closedAt!: Date;

  /** Which case of its contract year it is, from 1. */
  @Column('integer')
  number!: number;

  /** How many cases that year allows. */
  @Column('integer')
  allowed!: number;

  /** Whether it is not to be charged after all. */
  @Column('boolean')
  withdrawn!: boolean;
}

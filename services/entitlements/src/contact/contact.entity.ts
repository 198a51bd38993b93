import { KeptEntity } from '@plimsoll/shared';
import { Column, Entity } from 'typeorm';

/** A person at a customer as stored. */
@Entity('contact')
export class ContactEntity extends KeptEntity {
  @Column('text', { name: 'customer_id' })
  customerId!: string;

  @Column('text')
  name!: string;

  @Column('text', { nullable: true })
  email!: string | null;

  @Column('text', { nullable: true })
  phone!: string | null;

  @Column('boolean')
  designated!: boolean;

  @Column('boolean')
  active!: boolean;

  @Column('text', { nullable: true })
  locale!: string | null;
}

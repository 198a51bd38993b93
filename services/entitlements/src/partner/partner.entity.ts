import { Column, Entity } from 'typeorm';
import { KeptEntity } from '@plimsoll/shared';

/** A reseller as stored. */
@Entity('partner')
export class PartnerEntity extends KeptEntity {
  @Column('text')
  name!: string;

  @Column('text', { nullable: true })
  region!: string | null;

  @Column('text', { name: 'parent_id', nullable: true })
  parentId!: string | null;
}

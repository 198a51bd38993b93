import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { KeptRecord } from '@plimsoll/shared';

/** A reseller as stored. */
@Entity('partner')
export class PartnerEntity implements KeptRecord {
  @PrimaryColumn('text')
  id!: string;

  @Column('integer')
  version!: number;

  @Column('text', { name: 'external_id', nullable: true })
  externalId!: string | null;

  @Column('text', { nullable: true })
  source!: string | null;

  @Column('text')
  name!: string;

  @Column('text', { nullable: true })
  region!: string | null;
}

import { KeptEntity } from '@plimsoll/shared';
import { Column, Entity } from 'typeorm';
import type { PriceListEntry } from './price-list.rules.js';

/** A price list as stored. */
@Entity('price_list')
export class PriceListEntity extends KeptEntity {
  @Column('text', { name: 'partner_id', nullable: true })
  partnerId!: string | null;

  @Column('text', { name: 'supersedes_id', nullable: true })
  supersedesId!: string | null;

  @Column('text')
  name!: string;

  @Column('text')
  currency!: string;

  @Column('date', { name: 'valid_from' })
  validFrom!: string;

  @Column('date', { name: 'valid_to', nullable: true })
  validTo!: string | null;

  @Column('jsonb')
  entries!: PriceListEntry[];
}

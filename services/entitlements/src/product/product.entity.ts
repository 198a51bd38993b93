import { Column, Entity } from 'typeorm';
import { KeptEntity } from '@plimsoll/shared';

/** A product as stored. */
@Entity('product')
export class ProductEntity extends KeptEntity {
  @Column('text')
  name!: string;
}

import { Column, Entity } from 'typeorm';
import { KeptEntity } from '@plimsoll/shared';
import type { AttributeSchema } from './attribute-schema.rules.js';

/** A kind of asset as stored. */
@Entity('asset_kind')
export class AssetKindEntity extends KeptEntity {
  @Column('text')
  name!: string;

  @Column('text', { nullable: true })
  description!: string | null;

  @Column('jsonb', { name: 'attribute_schema', nullable: true })
  attributeSchema!: AttributeSchema | null;
}

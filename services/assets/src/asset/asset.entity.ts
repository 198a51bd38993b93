import { Column, Entity } from 'typeorm';
import { KeptEntity } from '@plimsoll/shared';
import type { AssetStatusName } from './asset-life.rules.js';

/** An asset as stored. */
@Entity('asset')
export class AssetEntity extends KeptEntity {
  @Column('text')
  name!: string;

  @Column('text')
  kind!: string;

  @Column('text')
  status!: AssetStatusName;

  @Column('text', { name: 'owner_id', nullable: true })
  ownerId!: string | null;

  @Column('text', { nullable: true })
  location!: string | null;

  @Column('text', { array: true })
  addresses!: string[];

  @Column('text', { nullable: true })
  make!: string | null;

  @Column('text', { nullable: true })
  criticality!: string | null;

  @Column('text', { name: 'product_id', nullable: true })
  productId!: string | null;

  @Column('text', { name: 'pod_id', nullable: true })
  podId!: string | null;

  @Column('text', { array: true })
  tags!: string[];

  @Column('jsonb')
  attributes!: Record<string, unknown>;
}

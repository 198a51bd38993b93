import { KeptEntity } from '@plimsoll/shared';
import { Column, Entity } from 'typeorm';
import type { GateDecision, ReleaseStatusName, Stage } from './release.rules.js';

/** A release as stored. */
@Entity('release')
export class ReleaseEntity extends KeptEntity {
  @Column('text')
  name!: string;

  @Column('text', { nullable: true })
  tag!: string | null;

  @Column('text', { name: 'commit_id', nullable: true })
  commitId!: string | null;

  @Column('text', { name: 'product_id', nullable: true })
  productId!: string | null;

  @Column('text', { name: 'asset_ids', array: true })
  assetIds!: string[];

  @Column('jsonb')
  stages!: Stage[];

  /** The earliest first. */
  @Column('jsonb')
  decisions!: GateDecision[];

  @Column('text')
  status!: ReleaseStatusName;

  @Column('text', { nullable: true })
  notes!: string | null;

  @Column('text', { nullable: true })
  url!: string | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  /** The person's id, or the subject of a caller who is no person on record. */
  @Column('text', { name: 'created_by', nullable: true })
  createdBy!: string | null;
}

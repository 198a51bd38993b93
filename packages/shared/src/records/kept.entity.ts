import { Column, PrimaryColumn } from 'typeorm';
import type { KeptRecord } from './records.js';

/** The columns of every kept record. */
export abstract class KeptEntity implements KeptRecord {
  @PrimaryColumn('text')
  id!: string;

  @Column('integer')
  version!: number;

  @Column('text', { name: 'external_id', nullable: true })
  externalId!: string | null;

  @Column('text', { nullable: true })
  source!: string | null;
}

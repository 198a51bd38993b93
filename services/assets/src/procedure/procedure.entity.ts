import { KeptEntity } from '@plimsoll/shared';
import { Column, Entity } from 'typeorm';
import type { ProcedureStatusName, ProcedureStep } from './procedure.rules.js';

/** The working copy of a procedure as stored. */
@Entity('standard_procedure')
export class ProcedureEntity extends KeptEntity {
  @Column('text')
  name!: string;

  @Column('text', { nullable: true })
  purpose!: string | null;

  @Column('text')
  status!: ProcedureStatusName;

  @Column('jsonb')
  steps!: ProcedureStep[];

  /** The latest published version, from 1; null before the first. */
  @Column('integer', { name: 'published_version', nullable: true })
  publishedVersion!: number | null;

  /** Whether the working copy says other than the latest published version. */
  @Column('boolean')
  edited!: boolean;
}

import { KeptEntity } from '@plimsoll/shared';
import { Column, Entity } from 'typeorm';
import type { StateName, TemplateStatusName } from './change-template.rules.js';

/** A template of standard changes as stored. */
@Entity('change_template')
export class ChangeTemplateEntity extends KeptEntity {
  @Column('text')
  name!: string;

  @Column('text', { nullable: true })
  description!: string | null;

  @Column('text')
  status!: TemplateStatusName;

  @Column('text', { name: 'procedure_id', nullable: true })
  procedureId!: string | null;

  @Column('text', { name: 'rollback_plan', nullable: true })
  rollbackPlan!: string | null;

  /** Names of kinds; empty: any. */
  @Column('text', { name: 'asset_kinds', array: true })
  assetKinds!: string[];

  @Column('integer', { name: 'most_assets' })
  mostAssets!: number;

  /** ISO 8601. */
  @Column('text', { name: 'longest_window' })
  longestWindow!: string;

  @Column('text', { name: 'worst_state' })
  worstState!: StateName;

  /** Who wrote or edited it last: the person's id, or the subject of a caller who is no person on record. */
  @Column('text', { name: 'written_by', nullable: true })
  writtenBy!: string | null;

  @Column('text', { name: 'approved_by', nullable: true })
  approvedBy!: string | null;

  @Column('timestamptz', { name: 'approved_at', nullable: true })
  approvedAt!: Date | null;
}

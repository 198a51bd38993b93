import { KeptEntity } from '@plimsoll/shared';
import { Column, Entity } from 'typeorm';

/** Which procedure a change follows, as stored. */
@Entity('maintenance_plan')
export class MaintenancePlanEntity extends KeptEntity {
  @Column('text', { name: 'change_id' })
  changeId!: string;

  @Column('text', { name: 'procedure_id' })
  procedureId!: string;

  @Column('integer', { name: 'procedure_version' })
  procedureVersion!: number;

  @Column('timestamptz', { name: 'made_at' })
  madeAt!: Date;

  /** Whether another plan took its place. */
  @Column('boolean')
  replaced!: boolean;
}

import { KeptEntity } from '@plimsoll/shared';
import { Column, Entity } from 'typeorm';

/** The leading of a major incident as stored; its id is that of the ticket. */
@Entity('major_incident')
export class MajorIncidentEntity extends KeptEntity {
  @Column('timestamptz', { name: 'declared_at' })
  declaredAt!: Date;

  @Column('text', { name: 'declared_by_id', nullable: true })
  declaredById!: string | null;

  @Column('text', { name: 'commander_id', nullable: true })
  commanderId!: string | null;

  @Column('text', { name: 'communicator_id', nullable: true })
  communicatorId!: string | null;

  @Column('text', { name: 'scribe_id', nullable: true })
  scribeId!: string | null;

  /** Minutes between two status updates. */
  @Column('integer', { name: 'update_minutes' })
  updateMinutes!: number;

  @Column('timestamptz', { name: 'last_update_at', nullable: true })
  lastUpdateAt!: Date | null;

  @Column('timestamptz', { name: 'stood_down_at', nullable: true })
  stoodDownAt!: Date | null;
}

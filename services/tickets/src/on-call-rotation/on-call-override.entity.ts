import { KeptEntity } from '@plimsoll/shared';
import { Column, Entity } from 'typeorm';

/** An override of a rotation as stored. */
@Entity('on_call_override')
export class OnCallOverrideEntity extends KeptEntity {
  @Column('text', { name: 'rotation_id' })
  rotationId!: string;

  /** The layer's name. */
  @Column('text')
  layer!: string;

  @Column('text', { name: 'person_id' })
  personId!: string;

  @Column('timestamptz', { name: 'from_at' })
  from!: Date;

  @Column('timestamptz', { name: 'to_at' })
  to!: Date;

  @Column('text', { nullable: true })
  reason!: string | null;

  /** From then on it does not count. */
  @Column('timestamptz', { name: 'cancelled_at', nullable: true })
  cancelledAt!: Date | null;
}

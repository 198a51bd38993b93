import { KeptEntity } from '@plimsoll/shared';
import { Column, Entity } from 'typeorm';

/** A gap as stored. */
@Entity('on_call_gap')
export class OnCallGapEntity extends KeptEntity {
  @Column('text', { name: 'rotation_id' })
  rotationId!: string;

  @Column('timestamptz', { name: 'from_at' })
  from!: Date;

  @Column('timestamptz', { name: 'to_at' })
  to!: Date;

  @Column('timestamptz', { name: 'found_at' })
  foundAt!: Date;

  /** When somebody was found for all that was left of it. */
  @Column('timestamptz', { name: 'closed_at', nullable: true })
  closedAt!: Date | null;
}

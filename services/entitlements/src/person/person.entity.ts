import { Column, Entity } from 'typeorm';
import { KeptEntity } from '@plimsoll/shared';

/** A member of staff as stored. */
@Entity('person')
export class PersonEntity extends KeptEntity {
  @Column('text')
  name!: string;

  @Column('text', { nullable: true })
  email!: string | null;

  @Column('text', { nullable: true })
  role!: string | null;

  @Column('text', { name: 'manager_id', nullable: true })
  managerId!: string | null;

  @Column('text', { name: 'time_zone', nullable: true })
  timeZone!: string | null;
}

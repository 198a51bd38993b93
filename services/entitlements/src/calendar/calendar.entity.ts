import { Column, Entity } from 'typeorm';
import { KeptEntity } from '@plimsoll/shared';

/** A business calendar as stored. */
@Entity('calendar')
export class CalendarEntity extends KeptEntity {
  @Column('text')
  name!: string;

  @Column('text', { name: 'time_zone' })
  timeZone!: string;

  @Column('text')
  hours!: string;

  @Column('text', { array: true })
  holidays!: string[];
}

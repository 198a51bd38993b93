import { Column, Entity } from 'typeorm';
import { CalendarEntryEntity } from '../change-calendar/index.js';

/** A freeze as stored. */
@Entity('change_freeze')
export class FreezeEntity extends CalendarEntryEntity {
  @Column('boolean', { name: 'allows_emergency' })
  allowsEmergency!: boolean;
}

import { Entity } from 'typeorm';
import { CalendarEntryEntity } from '../change-calendar/index.js';

/** A maintenance window as stored. */
@Entity('maintenance_window')
export class MaintenanceWindowEntity extends CalendarEntryEntity {}

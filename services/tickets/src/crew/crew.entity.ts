import { Column } from 'typeorm';
import { KeptEntity } from '@plimsoll/shared';

/** The columns of those who work on tickets together. */
export abstract class CrewEntity extends KeptEntity {
  @Column('text')
  name!: string;

  @Column('text', { name: 'calendar_id', nullable: true })
  calendarId!: string | null;

  @Column('text', { name: 'member_ids', array: true })
  memberIds!: string[];
}

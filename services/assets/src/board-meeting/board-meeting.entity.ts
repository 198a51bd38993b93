import { KeptEntity } from '@plimsoll/shared';
import { Column, Entity } from 'typeorm';
import type { MeetingStatusName } from './board-meeting.rules.js';

/** A meeting of an advisory board as stored. */
@Entity('board_meeting')
export class BoardMeetingEntity extends KeptEntity {
  @Column('text', { name: 'board_id' })
  boardId!: string;

  @Column('timestamptz', { name: 'starts_at' })
  startsAt!: Date;

  @Column('timestamptz', { name: 'ends_at' })
  endsAt!: Date;

  @Column('text', { nullable: true })
  place!: string | null;

  @Column('text')
  status!: MeetingStatusName;

  /** The changes that it dealt with, once it was held. */
  @Column('text', { name: 'agenda_ids', array: true })
  agendaIds!: string[];

  @Column('text', { name: 'attendee_ids', array: true })
  attendeeIds!: string[];

  @Column('text', { nullable: true })
  minutes!: string | null;
}

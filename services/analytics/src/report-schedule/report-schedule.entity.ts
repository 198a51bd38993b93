import { Column, Entity } from 'typeorm';
import { KeptEntity } from '@plimsoll/shared';
import type { ReportName } from '../report-definition/index.js';
import type { Frequency } from './report-schedule.rules.js';

/** A report that is sent by the calendar, as stored. */
@Entity('report_schedule')
export class ReportScheduleEntity extends KeptEntity {
  @Column('text')
  name!: string;

  @Column('text')
  report!: ReportName;

  @Column('text')
  frequency!: Frequency;

  @Column('integer', { name: 'send_day' })
  sendDay!: number;

  @Column('integer', { name: 'send_hour' })
  sendHour!: number;

  @Column('text', { name: 'time_zone' })
  timeZone!: string;

  @Column('text')
  locale!: string;

  /** Mail addresses. */
  @Column('text', { array: true })
  recipients!: string[];

  @Column('text', { name: 'webhook_url', nullable: true })
  webhookUrl!: string | null;

  @Column('text', { name: 'webhook_secret', nullable: true })
  webhookSecret!: string | null;

  @Column('text', { name: 'owner_id', nullable: true })
  ownerId!: string | null;

  @Column('boolean')
  active!: boolean;

  /** What was due before it is never sent. */
  @Column('timestamptz', { name: 'active_since' })
  activeSince!: Date;
}

import { KeptEntity } from '@plimsoll/shared';
import { Column } from 'typeorm';

/** What every entry of the change calendar is stored as: a time that may recur, and the assets it is about. */
export abstract class CalendarEntryEntity extends KeptEntity {
  @Column('text')
  name!: string;

  @Column('text', { nullable: true })
  description!: string | null;

  @Column('timestamptz', { name: 'starts_at' })
  startsAt!: Date;

  @Column('text')
  duration!: string;

  @Column('text', { name: 'time_zone' })
  timeZone!: string;

  @Column('text', { nullable: true })
  recurrence!: string | null;

  @Column('timestamptz', { array: true })
  exceptions!: Date[];

  @Column('text', { array: true })
  kinds!: string[];

  @Column('text', { array: true })
  tags!: string[];

  @Column('text', { name: 'asset_ids', array: true })
  assetIds!: string[];

  @Column('text', { array: true })
  locations!: string[];

  @Column('text', { array: true })
  regions!: string[];

  /** From when on it no longer counts; null while it does. */
  @Column('timestamptz', { name: 'withdrawn_at', nullable: true })
  withdrawnAt!: Date | null;
}

import { KeptEntity } from '@plimsoll/shared';
import { Column, Entity } from 'typeorm';
import type { WeeklyWindow } from '@plimsoll/working-time';
import type { KeptLayer } from './on-call-layer.rules.js';

/** An on-call rotation as stored. */
@Entity('on_call_rotation')
export class OnCallRotationEntity extends KeptEntity {
  @Column('text')
  name!: string;

  @Column('text', { name: 'team_id', nullable: true })
  teamId!: string | null;

  /** Of the hours in which somebody is wanted. */
  @Column('text', { name: 'time_zone' })
  timeZone!: string;

  /** When somebody should be on call; null: at any time. */
  @Column('jsonb', { name: 'wanted_hours', nullable: true })
  wantedHours!: WeeklyWindow[] | null;

  /** Those in force, and those that were. */
  @Column('jsonb')
  layers!: KeptLayer[];

  /** One that is not is out of use: nobody is on call by it. */
  @Column('boolean')
  active!: boolean;
}
